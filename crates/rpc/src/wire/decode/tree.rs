//! JSON as a tree, paid for while it grows.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Map;

use super::scalar::Scalar;
use super::state::{State, repeated};
use crate::wire::Json;

/// Builds the tree of a value.
pub(super) struct Tree<'s>(pub(super) &'s mut State);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Scalar::Bool(value).json())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Scalar::Int(value).json())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Scalar::Large(value).json())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Scalar::Float(value).json())
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Scalar::Text(text).json())
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        list(self.0, &mut items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        object(self.0, &mut members).map(Json::Object)
    }
}

pub(super) fn list<'de, A: SeqAccess<'de>>(
    state: &mut State,
    items: &mut A,
) -> Result<Json, A::Error> {
    state.pay(|budget| budget.tree_list())?;
    let mut list = Vec::new();
    while let Some(item) = items.next_element_seed(Tree(state))? {
        state.pay(|budget| budget.tree_item())?;
        list.push(item);
    }
    Ok(Json::Array(list))
}

pub(super) fn object<'de, A: MapAccess<'de>>(
    state: &mut State,
    members: &mut A,
) -> Result<Map<String, Json>, A::Error> {
    state.pay(|budget| budget.tree_object())?;
    let mut object = Map::new();
    while let Some(key) = members.next_key::<String>()? {
        state.pay(|budget| budget.tree_item())?;
        let value = members.next_value_seed(Tree(state))?;
        if object.insert(key, value).is_some() {
            return Err(repeated());
        }
    }
    Ok(object)
}
