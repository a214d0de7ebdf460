//! The structs of one reply as serde's derive would have them, for the bench to compare with: the
//! same members under the same names, and each list in the wrapper that the reply has.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use aliyun_rpc_spec::ir::{Field, Group, Struct, Type};

/// Prints the reply of an operation and the structs in it.
pub(crate) fn print(groups: &[Group], operation: &str) -> Result<String, Box<dyn Error>> {
    let structs = groups.iter().flat_map(|group| &group.structs);
    let structs = structs.map(|item| (item.name.as_str(), item)).collect();
    let mut operations = groups.iter().flat_map(|group| &group.operations);
    let operation = operations.find(|known| known.name == operation).ok_or("no such operation")?;
    let reply = operation.response_struct.as_ref().ok_or("no reply of its own")?;
    let mut printer = Printer { structs, printed: Vec::new(), out: String::new() };
    printer.item(reply)?;
    Ok(printer.out)
}

struct Printer<'a> {
    structs: BTreeMap<&'a str, &'a Struct>,
    printed: Vec<String>,
    out: String,
}

impl Printer<'_> {
    fn item(&mut self, item: &Struct) -> Result<(), Box<dyn Error>> {
        if self.printed.contains(&item.name) {
            return Ok(());
        }
        self.printed.push(item.name.clone());
        let mut members = String::new();
        for field in &item.fields {
            let ty = self.member(item, field)?;
            writeln!(members, "#[serde(rename = {:?})] pub {}: {ty},", field.wire, field.name)?;
        }
        self.derive(&item.name, &members)
    }

    fn derive(&mut self, name: &str, members: &str) -> Result<(), Box<dyn Error>> {
        writeln!(
            self.out,
            "#[derive(Clone, Debug, Default, serde::Deserialize)] #[serde(default)]"
        )?;
        writeln!(self.out, "pub struct {name} {{ {members} }}")?;
        Ok(())
    }

    fn member(&mut self, item: &Struct, field: &Field) -> Result<String, Box<dyn Error>> {
        let Type::Wrapped(inner, of) = &field.ty else { return self.of(&field.ty, true) };
        let name = format!("{}{}Wrapper", item.name, field.wire);
        let of = self.of(of, false)?;
        self.derive(&name, &format!("#[serde(rename = {inner:?})] pub items: Vec<{of}>,"))?;
        Ok(name)
    }

    fn of(&mut self, ty: &Type, is_member: bool) -> Result<String, Box<dyn Error>> {
        let scalar = match ty {
            Type::Bool => "bool",
            Type::Int => "i64",
            Type::Float => "f64",
            Type::Struct(name) => {
                let item = *self.structs.get(name.as_str()).ok_or("no such struct")?;
                self.item(item)?;
                return Ok(if is_member { format!("Option<{name}>") } else { name.clone() });
            }
            Type::List(of) => return Ok(format!("Vec<{}>", self.of(of, false)?)),
            // Text by another type.
            _ => "String",
        };
        Ok(if is_member { format!("Option<{scalar}>") } else { scalar.to_owned() })
    }
}
