//! The members of a request.

use std::sync::Arc;

use crate::open_enum::{KnownValue, Open};
use crate::value::{IntoList, IntoRequired, IntoValue};
use crate::wire::tree::value_to_json;
use crate::wire::{FieldWriter, Sent, ValueWriter, WriteFields, WriteValue, flatten};

/// The members that were set in a request, or in a struct nested in one.
///
/// Generated types hold nothing else, so members that nobody sets cost nothing, neither at run time
/// nor to the compiler.
#[derive(Clone, Default)]
pub struct Members(Vec<(&'static str, Value)>);

/// The value of a member.
#[derive(Clone)]
enum Value {
    /// Most values are texts and ids.
    Text(String),
    Other(Arc<dyn WriteValue + Send + Sync>),
}

impl Value {
    fn of<T: WriteValue + Send + Sync + 'static>(value: T) -> Self {
        value.into_text().map_or_else(|value| Self::Other(Arc::new(value)), Self::Text)
    }

    fn as_write(&self) -> &dyn WriteValue {
        match self {
            Self::Text(text) => text,
            Self::Other(value) => &**value,
        }
    }
}

impl Members {
    /// Creates it with no member set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the member of a marked name, replacing an earlier value. `None` takes it out.
    #[must_use]
    pub fn set<T: WriteValue + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        value: impl IntoValue<T>,
    ) -> Self {
        match value.into_value() {
            Some(value) => self.put(name, Value::of(value)),
            None => self.0.retain(|(known, _)| *known != name),
        }
        self
    }

    /// Sets a text that cannot be missing.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.put(name, Value::Text(value.into()));
        self
    }

    /// Sets a value that cannot be missing.
    #[must_use]
    pub fn of<T: WriteValue + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        value: impl IntoRequired<T>,
    ) -> Self {
        self.put(name, Value::of(value.into_required()));
        self
    }

    /// Sets an open enum, some values of which this member spells in its own way: `texts` holds
    /// those spellings, one on each line.
    #[must_use]
    pub fn spelled<V: KnownValue + Send + Sync>(
        self,
        name: &'static str,
        texts: &'static str,
        value: impl IntoValue<Open<V>>,
    ) -> Self {
        self.set::<Open<V>>(name, value.into_value().map(|value| value.spelled(texts)))
    }

    /// Sets a list. Items that are `None` are left out.
    #[must_use]
    pub fn list<T: WriteValue + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        items: impl IntoList<T>,
    ) -> Self {
        self.put(name, Value::Other(Arc::new(items.into_list())));
        self
    }

    fn put(&mut self, name: &'static str, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, place)) => *place = value,
            None => {
                if self.0.capacity() == 0 {
                    // To grow takes longer than to begin with what growing would lead to.
                    self.0 = Vec::with_capacity(4);
                }
                self.0.push((name, value));
            }
        }
    }

    /// Hands the members to the writer in the order in which they were set.
    pub fn write(&self, writer: &mut dyn FieldWriter) {
        for (name, value) in &self.0 {
            let Sent { name, secret, json_text } = Sent::parse(name);
            let value = value.as_write();
            match (secret, json_text) {
                (true, true) => writer.put_secret(name, &JsonText(value)),
                (true, false) => writer.put_secret(name, value),
                (false, true) => writer.put_json(name, value),
                (false, false) => writer.put(name, value),
            }
        }
    }
}

/// Equal members are sent as the same parameters. The order in which they were set does not matter.
impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        let sent = |members: &Self| {
            let mut pairs = flatten(&Walk(members));
            pairs.sort();
            pairs
        };
        sent(self) == sent(other)
    }
}

/// The members as something that can be written; `Members` itself has no name to be shown under.
struct Walk<'a>(&'a Members);

impl WriteFields for Walk<'_> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.0.write(writer);
    }
}

/// A value that is written as the text of its JSON, so that a secret one is redacted like text.
struct JsonText<'a>(&'a dyn WriteValue);

impl WriteValue for JsonText<'_> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        match value_to_json(self.0) {
            Some(json) => writer.text(&json.to_string()),
            None => writer.absent(),
        }
    }
}
