//! The members of a request.

use std::sync::Arc;

use super::Name;
use crate::wire::tree::value_to_json;
use crate::wire::{FieldWriter, ValueWriter, WriteValue};

/// The members that were set in a request, or in a struct nested in one.
///
/// Generated types hold nothing else, so members that nobody sets cost nothing, neither at run time
/// nor to the compiler.
#[derive(Clone, Default)]
pub struct Members(Vec<(&'static str, Arc<dyn WriteValue + Send + Sync>)>);

impl Members {
    /// Creates it with no member set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the member of a marked name, replacing an earlier value.
    #[must_use]
    pub fn set<T: WriteValue + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        value: T,
    ) -> Self {
        self.put(name, Arc::new(value));
        self
    }

    /// Sets a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.put(name, Arc::new(value.into()));
        self
    }

    /// Sets a list of texts.
    #[must_use]
    pub fn texts<T: Into<String>>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let items: Vec<String> = items.into_iter().map(Into::into).collect();
        self.put(name, Arc::new(items));
        self
    }

    /// Sets a value of a type that holds a text, such as an open enum.
    #[must_use]
    pub fn of<T: Into<String>>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value: T = value.into();
        self.text(name, value)
    }

    /// Sets a list of values of a type that holds a text.
    #[must_use]
    pub fn each<T: Into<String>>(
        self,
        name: &'static str,
        items: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        self.texts(name, items.into_iter().map(|item| -> T { item.into() }))
    }

    /// Sets a list of structs or numbers.
    #[must_use]
    pub fn list<T: WriteValue + Send + Sync + 'static>(
        mut self,
        name: &'static str,
        items: impl Into<Vec<T>>,
    ) -> Self {
        self.put(name, Arc::new(items.into()));
        self
    }

    fn put(&mut self, name: &'static str, value: Arc<dyn WriteValue + Send + Sync>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, place)) => *place = value,
            None => self.0.push((name, value)),
        }
    }

    /// Hands the members to the writer in the order in which they were set.
    pub fn write(&self, writer: &mut dyn FieldWriter) {
        for (name, value) in &self.0 {
            let Name { outer, secret, json_text, .. } = Name::parse(name);
            match (secret, json_text) {
                (true, true) => writer.put_secret(outer, &JsonText(&**value)),
                (true, false) => writer.put_secret(outer, &**value),
                (false, true) => writer.put_json(outer, &**value),
                (false, false) => writer.put(outer, &**value),
            }
        }
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
