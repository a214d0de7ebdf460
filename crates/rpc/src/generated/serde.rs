//! serde for generated types, behind the feature `serde`: replies both ways and requests one way,
//! under the names of the wire, through the walks that they have anyway. Generated code names its
//! types in [`__serde`](crate::__serde), which prints nothing when the feature is off.

/// Implements serde's traits for generated types.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    (replies: $($reply:ident)*; requests: $($request:ident)*) => {
        $(
            impl $crate::generated::serde::Serialize for $reply {
                fn serialize<S: $crate::generated::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::generated::serde::serialize_reply(self, serializer)
                }
            }
            impl<'de> $crate::generated::serde::Deserialize<'de> for $reply {
                fn deserialize<D: $crate::generated::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    $crate::generated::serde::deserialize_reply(deserializer)
                }
            }
        )*
        $(
            impl $crate::generated::serde::Serialize for $request {
                fn serialize<S: $crate::generated::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::generated::serde::serialize_request(self, serializer)
                }
            }
        )*
    };
}

/// The feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($types:tt)*) => {};
}

#[cfg(feature = "serde")]
mod on {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use serde::de::Error as _;

    use crate::open_enum::{KnownValue, Open};
    use crate::timestamp::Timestamp;
    use crate::wire::{
        Ack, Json, ReadFields, WriteFields, decode_tree, fields_to_json, read_to_json,
    };

    /// Serializes a reply, lists in their wrappers and secrets included.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_reply<T, S>(reply: &T, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: ReadFields + Clone,
        S: Serializer,
    {
        read_to_json(&mut reply.clone()).serialize(serializer)
    }

    /// Deserializes a reply as leniently as one of the service, except that a value of a wrong type
    /// is an error.
    ///
    /// # Errors
    /// Those of the deserializer, and what does not fit, with its path.
    pub fn deserialize_reply<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: ReadFields + Default,
        D: Deserializer<'de>,
    {
        let mut reply = T::default();
        let tree = Json::deserialize(deserializer)?;
        decode_tree(&tree, &mut reply).map_err(D::Error::custom)?;
        Ok(reply)
    }

    /// Serializes a request, secrets included.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_request<S: Serializer>(
        request: &dyn WriteFields,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        fields_to_json(request).serialize(serializer)
    }

    __serde!(replies: Ack; requests:);

    impl Serialize for Timestamp {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl<V: KnownValue> Serialize for Open<V> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl<'de, V: KnownValue> Deserialize<'de> for Open<V> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer).map(Self::from)
        }
    }

    impl<'de> Deserialize<'de> for Timestamp {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer).map(Self::from)
        }
    }
}

#[cfg(feature = "serde")]
pub use on::*;

#[cfg(all(test, feature = "serde"))]
mod tests {
    use serde_json::json;

    use crate::timestamp::Timestamp;
    use crate::wire::Ack;

    #[test]
    fn a_reply_and_a_time_go_through_serde_under_the_names_of_the_wire() {
        let ack = Ack { request_id: "r".to_owned() };
        let json = serde_json::to_value(&ack).unwrap();
        assert_eq!(json, json!({"RequestId": "r"}));
        assert_eq!(serde_json::from_value::<Ack>(json).unwrap(), ack);
        let error = serde_json::from_value::<Ack>(json!({"RequestId": []})).unwrap_err();
        assert!(error.to_string().contains("$.RequestId: expected text"), "{error}");
        for tree in [json!([]), json!(null), json!("r")] {
            assert!(serde_json::from_value::<Ack>(tree.clone()).is_err(), "{tree}");
        }
        let time = Timestamp::from("2017-12-10T04:04Z");
        let text = serde_json::to_string(&time).unwrap();
        assert_eq!(serde_json::from_str::<Timestamp>(&text).unwrap(), time);
    }
}
