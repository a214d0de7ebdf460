//! What a file says about the values of members.

use aliyun_rpc_spec::ir::{Field, Limits, Type};
use aliyun_rpc_spec::text;

use super::Check;

impl Check<'_> {
    pub(super) fn limits(&mut self, place: &str, limits: &Limits) {
        for number in [&limits.minimum, &limits.maximum].into_iter().flatten() {
            self.text(place, "a number", number, text::is_number);
        }
        if let Some(pattern) = &limits.pattern {
            self.text(place, "a pattern", pattern, text::is_line);
        }
        if let Some(default) = &limits.default {
            self.text(place, "a default", default, text::is_plain);
        }
    }

    pub(super) fn spelled(&mut self, place: &str, field: &Field) {
        for value in &field.spelled {
            self.text(place, "a value", value, text::is_value);
        }
        if !field.spelled.is_empty() && !matches!(field.ty, Type::Enum(_)) {
            let message = format!("{} spells values, but it is not an open enum", field.wire);
            self.problem(place, message);
        }
    }
}
