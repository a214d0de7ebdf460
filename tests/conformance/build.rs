//! Writes what a user would write by hand, for every operation of the specification: JSON under
//! the names of the wire in, a typed request out, through its constructors and setters.
//!
//! The printers of the product are not used here, only names and types of the specification: a
//! request that compiles and flattens to what a vector says was printed as specified.

#[path = "build/derived.rs"]
mod derived;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use aliyun_rpc_spec::ir::{
    Constructor, Direction, Field, Group, Operation, ProductFile, Struct, Type,
};
use aliyun_rpc_spec::load::from_json;

const SPEC: &str = "../../spec/ecs";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SPEC}");
    let product: ProductFile = from_json(SPEC, &read("product")?)?;
    let mut groups = Vec::new();
    for name in &product.groups {
        groups.push(from_json::<Group>(name, &read(name)?)?);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("derived.rs"), derived::print(&groups, "DescribeInstances")?)?;
    fs::write(out.join("operations.rs"), Printer::new(&groups).print(&groups)?)?;
    Ok(())
}

fn read(name: &str) -> Result<String, Box<dyn Error>> {
    let path = Path::new(SPEC).join(format!("{name}.json"));
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

struct Printer<'a> {
    /// Module of every nested type.
    modules: BTreeMap<&'a str, String>,
}

impl<'a> Printer<'a> {
    fn new(groups: &'a [Group]) -> Self {
        let mut modules = BTreeMap::new();
        for group in groups {
            let module = format!("aliyun_ecs::{}", group.group.replace('-', "_"));
            let names = group.enums.iter().map(|list| list.name.as_str());
            for name in names.chain(group.structs.iter().map(|item| item.name.as_str())) {
                modules.insert(name, module.clone());
            }
        }
        Self { modules }
    }

    fn print(&self, groups: &[Group]) -> Result<String, Box<dyn Error>> {
        let mut out = String::new();
        let mut names = Vec::new();
        for group in groups {
            let module = format!("aliyun_ecs::{}", group.group.replace('-', "_"));
            for item in group.structs.iter().filter(|item| item.direction == Direction::Request) {
                self.nested(&mut out, item)?;
            }
            for operation in &group.operations {
                let path = format!("{module}::{}", operation.name);
                self.request(&mut out, operation, &module, &path)?;
                names.push(path);
            }
        }
        names.sort_by(|a, b| a.rsplit(':').next().cmp(&b.rsplit(':').next()));
        writeln!(out, "/// Every typed operation, by name.")?;
        writeln!(out, "pub static OPERATIONS: &[Typed] = &[")?;
        for name in names {
            writeln!(out, "Typed::of::<{name}>(),")?;
        }
        writeln!(out, "];")?;
        Ok(out)
    }

    /// A struct nested in requests, with every member by its setter.
    fn nested(&self, out: &mut String, item: &Struct) -> Result<(), Box<dyn Error>> {
        let path = self.path(&item.name)?;
        writeln!(out, "impl Given for {path} {{")?;
        writeln!(out, "fn from_members(members: &mut Members<'_>) -> Self {{")?;
        write!(out, "#[allow(unused_mut)] let mut made = Self::new(")?;
        for field in item.fields.iter().filter(|field| field.constructed) {
            self.argument(out, field)?;
        }
        writeln!(out, ");")?;
        for field in item.fields.iter().filter(|field| !field.constructed) {
            self.setter(out, field)?;
        }
        writeln!(out, "made }} }} object!({path});")?;
        Ok(())
    }

    fn request(
        &self,
        out: &mut String,
        operation: &Operation,
        module: &str,
        path: &str,
    ) -> Result<(), Box<dyn Error>> {
        writeln!(out, "impl Given for {path} {{")?;
        writeln!(out, "fn from_members(members: &mut Members<'_>) -> Self {{")?;
        writeln!(out, "#[allow(unused_mut)] let mut made = ")?;
        // The first alternative of which every argument is there, else the first at all.
        let Some((first, others)) = operation.constructors.split_first() else {
            return Err(format!("{}: no constructor", operation.name).into());
        };
        for made in others {
            let wires: Vec<_> = args(operation, made).iter().map(|field| &field.wire).collect();
            write!(out, "if members.have(&{wires:?}) {{")?;
            self.constructor(out, operation, made, module)?;
            write!(out, "}} else ")?;
        }
        write!(out, "{{")?;
        self.constructor(out, operation, first, module)?;
        writeln!(out, "}};")?;
        for field in operation.fields.iter().filter(|field| field.constructed && !field.required) {
            writeln!(out, "members.exclude({:?});", field.wire)?;
        }
        // `DryRun` has no setter: `Client::dry_run` sends it.
        let dry_run = |field: &Field| operation.dry_run && field.wire == "DryRun";
        let set = operation.fields.iter().filter(|field| !field.constructed && !dry_run(field));
        for field in set {
            self.setter(out, field)?;
        }
        writeln!(out, "made }} }}")?;
        Ok(())
    }

    fn constructor(
        &self,
        out: &mut String,
        operation: &Operation,
        made: &Constructor,
        module: &str,
    ) -> Result<(), Box<dyn Error>> {
        write!(out, "Self::{}(", made.name)?;
        if let Some(name) = &made.args_struct {
            write!(out, "{module}::{name} {{")?;
        }
        for field in args(operation, made) {
            if made.args_struct.is_some() {
                write!(out, "{}: ", field.name)?;
            }
            self.argument(out, field)?;
        }
        write!(out, "{})", if made.args_struct.is_some() { "}" } else { "" })?;
        Ok(())
    }

    fn argument(&self, out: &mut String, field: &Field) -> Result<(), Box<dyn Error>> {
        let call = match field.ty {
            Type::JsonList(_) => "demand_json",
            Type::Json(_) => "demand_text",
            _ => "demand",
        };
        let given = format!("members.{call}::<{}>({:?})", self.passed(&field.ty)?, field.wire);
        // Vectors hold what is on the wire.
        match field.ty {
            Type::Base64 => {
                write!(out, "aliyun_ecs::runtime::value::Base64::encoded({given}),")?;
            }
            _ => write!(out, "{given},")?,
        }
        Ok(())
    }

    fn setter(&self, out: &mut String, field: &Field) -> Result<(), Box<dyn Error>> {
        let (name, wire, ty) = (&field.name, &field.wire, self.passed(&field.ty)?);
        let call = if json(&field.ty) { "take_json" } else { "take" };
        // Vectors hold what is on the wire.
        let name = if field.ty == Type::Base64 { format!("{name}_base64") } else { name.clone() };
        writeln!(
            out,
            "if let Some(value) = members.{call}::<{ty}>({wire:?}) {{ made = made.{name}(value); }}"
        )?;
        Ok(())
    }

    /// The type a caller passes.
    fn passed(&self, ty: &Type) -> Result<String, Box<dyn Error>> {
        match ty {
            Type::Json(inner) => self.passed(inner),
            Type::Boxed(name) => self.path(name),
            ty => self.stored(ty),
        }
    }

    fn stored(&self, ty: &Type) -> Result<String, Box<dyn Error>> {
        Ok(match ty {
            Type::String | Type::Time => "String".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Int => "i64".to_owned(),
            Type::Float => "f64".to_owned(),
            Type::Any => "Json".to_owned(),
            Type::Enum(name) => format!("aliyun_ecs::Open<{}>", self.path(name)?),
            Type::Id(name) => format!("aliyun_ecs::id::{name}"),
            Type::Struct(name) => self.path(name)?,
            Type::IntText | Type::BoolText | Type::Base64 => "String".to_owned(),
            Type::Boxed(name) => format!("Box<{}>", self.path(name)?),
            Type::List(item) | Type::Wrapped(_, item) | Type::JsonList(item) => {
                format!("Vec<{}>", self.stored(item)?)
            }
            Type::Json(value) => self.stored(value)?,
            Type::Map(value) => format!("BTreeMap<String, {}>", self.stored(value)?),
        })
    }

    fn path(&self, name: &str) -> Result<String, Box<dyn Error>> {
        let module = self.modules.get(name).ok_or_else(|| format!("no type `{name}`"))?;
        Ok(format!("{module}::{name}"))
    }
}

fn args<'a>(operation: &'a Operation, made: &Constructor) -> Vec<&'a Field> {
    let find = |name: &String| operation.fields.iter().find(|field| field.name == *name);
    made.args.iter().filter_map(find).collect()
}

/// Lists that callers of other clients write as JSON text themselves.
fn json(ty: &Type) -> bool {
    matches!(ty, Type::JsonList(_))
}
