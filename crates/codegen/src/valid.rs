//! What the printers rely on: every name is an identifier, every constructor names fields that
//! exist. `cargo xtask regen` writes nothing else; a file edited by hand may hold anything.

use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{ErrorCode, Field, Group, Operation, Type};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::Matrix;

use crate::matrix::pack::pack;
use crate::names::{RESERVED, is_ident};

/// Every defect of a group.
#[must_use]
pub fn group(group: &Group, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    for list in &group.enums {
        check.type_name(&list.name);
        for variant in &list.variants {
            check.name(&list.name, &variant.name);
            if variant.name == "Other" {
                let message = "`Other` is the variant of values that are not known".to_owned();
                check.problem(&list.name, message);
            }
        }
    }
    for item in &group.structs {
        check.type_name(&item.name);
        check.fields(&item.name, &item.fields);
    }
    for set in &group.error_sets {
        check.type_name(&set.name);
        check.codes(&set.name, &set.codes);
    }
    for operation in &group.operations {
        check.operation(operation);
    }
    check.problems
}

/// Every defect of an error table.
#[must_use]
pub fn codes(codes: &Codes, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    check.codes("common", &codes.common);
    if let Some(pair) = codes.codes.windows(2).find(|pair| pair[0].code >= pair[1].code) {
        check.problem(&pair[1].code, "the codes are not in byte order, each once".to_owned());
    }
    check.problems
}

/// Every defect of a matrix.
#[must_use]
pub fn matrix(matrix: &Matrix, file: &str) -> Vec<Problem> {
    let mut check = Check { file, problems: Vec::new() };
    for row in &matrix.operations {
        check.name("operations", &row.name);
    }
    // The table has a byte for a code, and none of it is for "no code".
    let codes = pack(matrix, &matrix.operations.iter().collect::<Vec<_>>()).codes.len();
    if codes > 255 {
        let message = format!("{codes} different codes; the table has room for 255");
        check.problem("operations", message);
    }
    if matrix.operations.len() > usize::from(u16::MAX) {
        check.problem("operations", "more than 65,535 operations".to_owned());
    }
    check.problems
}

struct Check<'a> {
    file: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, place: &str, message: String) {
        self.problems.push(Problem::new(self.file, place, message));
    }

    fn name(&mut self, place: &str, name: &str) {
        if !is_ident(name) {
            self.problem(place, format!("`{name}` is not a Rust identifier"));
        }
    }

    fn type_name(&mut self, name: &str) {
        self.name(name, name);
        if RESERVED.contains(&name) {
            self.problem(name, format!("`{name}` would hide a name that generated code uses"));
        }
    }

    fn fields(&mut self, place: &str, fields: &[Field]) {
        for field in fields {
            self.name(place, &field.name);
            self.mentioned(place, &field.ty);
            self.wire(place, &field.wire);
        }
    }

    /// The runtime reads these as marks; see its `generated` module.
    fn wire(&mut self, place: &str, name: &str) {
        if name.is_empty() || name.contains(['*', '{', '>', '\n']) {
            self.problem(place, format!("`{name}` cannot be a name on the wire"));
        }
    }

    fn mentioned(&mut self, place: &str, ty: &Type) {
        match ty {
            Type::Enum(name) | Type::Struct(name) | Type::Boxed(name) => self.name(place, name),
            Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) | Type::Map(item) => {
                // The runtime has no place for an enum there; `Json` only says how a value travels.
                let deep = match inner(item) {
                    Type::Enum(_) => matches!(ty, Type::Map(_)) || matches!(**item, Type::Json(_)),
                    Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
                        matches!(inner(item), Type::Enum(_))
                    }
                    _ => false,
                };
                if deep {
                    let message = "an enum stands alone or in a list, not deeper".to_owned();
                    self.problem(place, message);
                }
                if let Type::Wrapped(name, _) = ty {
                    self.wire(place, name);
                }
                self.mentioned(place, item);
            }
            Type::Json(item) => self.mentioned(place, item),
            Type::String | Type::Bool | Type::Int | Type::Float | Type::Any => {}
        }
    }

    fn codes(&mut self, place: &str, codes: &[ErrorCode]) {
        for code in codes {
            self.name(place, &code.name);
            if code.code.contains('\n') {
                self.problem(place, format!("the code `{}` has a line feed", code.name));
            }
            if code.code.matches("%s").count() != usize::from(code.captures) {
                let message = format!("`{}` does not hold {} `%s`", code.code, code.captures);
                self.problem(place, message);
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let place = operation.name.as_str();
        self.type_name(place);
        self.fields(place, &operation.fields);
        self.name(place, &operation.response);
        if let Some(errors) = &operation.errors {
            self.name(place, errors);
        }
        if let Some(body) = &operation.response_struct {
            self.type_name(&body.name);
            self.fields(&body.name, &body.fields);
        }
        if operation.constructors.is_empty() {
            self.problem(place, "no constructor".to_owned());
        }
        for made in &operation.constructors {
            self.name(place, &made.name);
            if let Some(args) = &made.args_struct {
                self.type_name(args);
            }
            for arg in &made.args {
                if !operation.fields.iter().any(|field| field.name == *arg) {
                    let message = format!("constructor `{}` takes unknown `{arg}`", made.name);
                    self.problem(place, message);
                }
            }
        }
        self.required(operation);
    }

    /// A field without a form of absence must be an argument of every constructor.
    fn required(&mut self, operation: &Operation) {
        for field in operation.fields.iter().filter(|field| field.required && field.constructed) {
            for made in &operation.constructors {
                if !made.args.contains(&field.name) {
                    let message = format!(
                        "constructor `{}` does not take the required `{}`",
                        made.name, field.name
                    );
                    self.problem(&operation.name, message);
                }
            }
        }
    }
}

/// The type of a value however it travels.
fn inner(ty: &Type) -> &Type {
    match ty {
        Type::Json(item) => inner(item),
        ty => ty,
    }
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load::from_json;

    use super::*;

    fn problems(operation: &str) -> Vec<String> {
        let text = format!(
            r#"{{"format":1,"product":"p","version":"v","group":"g","operations":[{operation}]}}"#
        );
        let read: Group = from_json("g.json", &text).unwrap();
        group(&read, "g.json").iter().map(ToString::to_string).collect()
    }

    fn operation(fields: &str, constructors: &str) -> String {
        format!(
            r#"{{"name":"Act","url":"u","snake":"act","response":"Ack",
            "fields":[{fields}],"constructors":[{constructors}]}}"#
        )
    }

    const NEW: &str = r#"{"name":"new","args":[]}"#;

    #[test]
    fn a_sound_operation_has_no_problem() {
        let field = r#"{"name":"r#type","wire":"Type","type":"string"}"#;
        assert_eq!(problems(&operation(field, NEW)), [""; 0]);
    }

    #[test]
    fn a_name_that_is_no_identifier_is_found_wherever_it_stands() {
        let field = r#"{"name":"type","wire":"Type","type":{"list":{"struct":"A-B"}}}"#;
        let found = problems(&operation(field, r#"{"name":"fn","args":[]}"#));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|problem| problem.starts_with("g.json:Act: `")), "{found:?}");
    }

    #[test]
    fn a_constructor_takes_what_exists_and_all_that_is_required() {
        let field =
            r#"{"name":"id","wire":"Id","type":"string","required":true,"constructed":true}"#;
        let found = problems(&operation(field, r#"{"name":"new","args":["ids"]}"#));
        assert!(found[0].contains("takes unknown `ids`"), "{found:?}");
        assert!(found[1].contains("does not take the required `id`"), "{found:?}");
        assert!(problems(&operation(field, ""))[0].contains("no constructor"));
    }

    #[test]
    fn a_wire_name_is_never_taken_for_a_mark() {
        for wire in ["", "*A", "{A", "A>B", "A\\nB"] {
            let field = format!(r#"{{"name":"a","wire":"{wire}","type":"string"}}"#);
            let found = problems(&operation(&field, NEW));
            assert!(found.len() == 1 && found[0].contains("on the wire"), "{wire}: {found:?}");
        }
    }

    #[test]
    fn an_enum_stands_where_the_runtime_has_a_place_for_it() {
        let ty = |ty: &str| {
            let field = format!(r#"{{"name":"a","wire":"A","type":{ty}}}"#);
            problems(&operation(&field, NEW)).len()
        };
        for sound in [
            r#"{"enum":"E"}"#,
            r#"{"list":{"enum":"E"}}"#,
            r#"{"wrapped":["W",{"enum":"E"}]}"#,
            r#"{"json-list":{"enum":"E"}}"#,
            r#"{"json":{"enum":"E"}}"#,
            r#"{"json":{"list":{"enum":"E"}}}"#,
        ] {
            assert_eq!(ty(sound), 0, "{sound}");
        }
        for deep in [
            r#"{"map":{"enum":"E"}}"#,
            r#"{"map":{"json":{"enum":"E"}}}"#,
            r#"{"list":{"json":{"enum":"E"}}}"#,
            r#"{"list":{"list":{"enum":"E"}}}"#,
            r#"{"list":{"json":{"list":{"enum":"E"}}}}"#,
            r#"{"wrapped":["W",{"json":{"enum":"E"}}]}"#,
            r#"{"wrapped":["W\n",{"enum":"E"}]}"#,
            r#"{"wrapped":["",{"enum":"E"}]}"#,
        ] {
            assert_eq!(ty(deep), 1, "{deep}");
        }
    }

    #[test]
    fn codes_that_are_not_in_byte_order_cannot_be_searched() {
        let code = |code: &str| {
            format!(
                r#"{{"code":"{code}","class":"gone","reaction":"give-up","rule":"r","operations":1}}"#
            )
        };
        let read = |first, second| {
            let (first, second) = (code(first), code(second));
            let text =
                format!(r#"{{"format":1,"product":"p","common":[],"codes":[{first},{second}]}}"#);
            codes(&from_json("errors.json", &text).unwrap(), "errors.json").len()
        };
        assert_eq!([read("A", "a"), read("a", "A"), read("A", "A")], [0, 1, 1]);
    }
}
