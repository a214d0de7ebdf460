//! Requests: one constructor per documented way to make the call, one chain setter per remaining
//! parameter, and what the runtime needs to know.
//!
//! What a call cannot do without is a constructor's argument, so a request that exists is complete.

use aliyun_rpc_spec::ir::{Constructor, Direction, Field, Operation};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::names::{ident, literal};
use crate::structs::{demand, outward, quiet, setter};
use crate::types::{demanded, plain};

/// Prints everything that belongs to the request of one operation, except decisions about it and
/// what [`legacy`] prints.
#[must_use]
pub fn print(operation: &Operation, doc: &str) -> TokenStream {
    let name = ident(&operation.name);
    let args = args_structs(operation, false);
    let quiet = quiet(&operation.fields);
    let constructors = operation.constructors.iter().map(|made| constructor(operation, made));
    let setters = operation.fields.iter().filter(|field| is_set(operation, field)).map(setter);
    let (refusals, sentences) = alternatives(operation);
    let walk = outward(&operation.name);
    let request = request(operation, &name);
    quote! {
        #[doc = #doc]
        #[derive(Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name(g::Members);
        #(#args)*
        #quiet
        impl #name {
            #(#constructors)*
            #(#setters)*
            #(#refusals)*
        }
        #(#sentences)*
        #walk
        #request
    }
}

/// Prints the items of a request that are behind the feature `legacy`, except those in its `impl`.
#[must_use]
pub fn legacy(operation: &Operation) -> TokenStream {
    let args = args_structs(operation, true);
    let owner = takes_owner(operation);
    quote!(#(#args)* #owner)
}

/// Whether a field has a setter. `DryRun` has none: the service answers a dry run that passed with
/// an error, and only `Client::dry_run` treats that error as a success.
fn is_set(operation: &Operation, field: &Field) -> bool {
    let dry_run = operation.dry_run && field.wire == "DryRun";
    !field.constructed && !dry_run
}

/// Setters that nobody can call, for parameters that only some constructors take. A caller who
/// tries to set both alternatives reads why that is impossible, instead of "no such method".
fn alternatives(operation: &Operation) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let not_everywhere = |field: &&Field| {
        let with = operation.constructors.iter().filter(|made| made.args.contains(&field.name));
        field.constructed && !field.required && with.count() < operation.constructors.len()
    };
    let refused = |field: &Field| {
        let made = operation.constructors.iter().find(|made| made.args.contains(&field.name))?;
        let (name, text) = (ident(&field.name), &operation.name);
        let letters: String = field.wire.chars().filter(char::is_ascii_alphanumeric).collect();
        let sentence = format_ident!("{}Takes{letters}", operation.name);
        let rule = operation.preconditions.iter().find(|rule| rule.values.contains(&field.wire));
        let code = rule.and_then(|rule| rule.code.as_deref()).unwrap_or("no code is documented");
        let message = literal(&format!(
            "`{text}` takes `{}` from a constructor only: its alternatives exclude each other ({code})",
            field.wire
        ));
        let out = literal(&format!("help: build the request with `{text}::{}`", made.name));
        let setter = quote! {
            #[doc(hidden)]
            pub fn #name<T: #sentence>(self, _: T) -> Self { self }
        };
        let bound = quote! {
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #message, label = "set by a constructor", note = #out)]
            pub trait #sentence {}
        };
        Some((setter, bound))
    };
    operation.fields.iter().filter(not_everywhere).filter_map(refused).unzip()
}

/// The structs of arguments that are behind the feature `legacy`, or those that are not.
fn args_structs(operation: &Operation, legacy: bool) -> Vec<TokenStream> {
    let is_legacy = |made: &&Constructor| behind_legacy(&args(operation, made)).is_some();
    let made = operation.constructors.iter().filter(|made| is_legacy(made) == legacy);
    made.filter_map(|made| args_struct(operation, made)).collect()
}

/// The struct that carries many arguments under their names.
fn args_struct(operation: &Operation, made: &Constructor) -> Option<TokenStream> {
    let name = ident(made.args_struct.as_ref()?);
    let doc = format!("Required arguments of [`{}::{}`].", operation.name, made.name);
    let members = args(operation, made).into_iter().map(|field| {
        let (member, doc, ty) =
            (ident(&field.name), docs::field(field, Direction::Request, false), plain(&field.ty));
        quote!(#[doc = #doc] pub #member: #ty,)
    });
    let legacy = behind_legacy(&args(operation, made));
    // What is demanded may be a secret, which a derive would show.
    let secret = args(operation, made).iter().any(|field| field.secret);
    let derives = (!secret).then(|| quote!(#[derive(Debug)]));
    let shown = secret.then(|| {
        let text = name.to_string();
        let members = args(operation, made).into_iter().map(|field| {
            let (member, shown) = (ident(&field.name), field.name.trim_start_matches("r#"));
            match field.secret {
                true => quote!(.field(#shown, &format_args!("[redacted]"))),
                false => quote!(.field(#shown, &self.#member)),
            }
        });
        quote! {
            #legacy
            impl fmt::Debug for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct(#text) #(#members)* .finish()
                }
            }
        }
    });
    Some(quote! {
        #[doc = #doc]
        #legacy
        #derives
        pub struct #name { #(#members)* }
        #shown
    })
}

fn args<'a>(operation: &'a Operation, made: &Constructor) -> Vec<&'a Field> {
    let find = |name: &String| operation.fields.iter().find(|field| field.name == *name);
    made.args.iter().filter_map(find).collect()
}

fn constructor(operation: &Operation, made: &Constructor) -> TokenStream {
    let args = args(operation, made);
    let doc = docs::constructor(operation, made, &args);
    let name = ident(&made.name);
    let by_struct = made.args_struct.as_ref().map(|name| ident(name));
    let parameters = match &by_struct {
        Some(name) => quote!(args: #name),
        None => {
            let each = args.iter().map(|field| {
                let (name, ty) = (ident(&field.name), demanded(&field.ty));
                quote!(#name: #ty)
            });
            quote!(#(#each),*)
        }
    };
    let sets = args.iter().map(|field| {
        let name = ident(&field.name);
        demand(field, &if by_struct.is_some() { quote!(args.#name) } else { quote!(#name) })
    });
    let legacy = behind_legacy(&args);
    // On the constructors, because a type so marked would warn wherever generated code names it.
    let note = match (operation.deprecated, &legacy) {
        (true, _) => Some(docs::deprecated(operation.replaced_by.as_ref())),
        (false, Some(_)) => Some(docs::deprecated_constructor(&args)),
        (false, None) => None,
    };
    let deprecated = note.map(|note| {
        let note = note.replace('`', "");
        quote!(#[deprecated(note = #note)])
    });
    quote! {
        #[doc = #doc]
        #legacy
        #deprecated
        #[inline]
        pub fn #name(#parameters) -> Self { Self(g::Members::new() #(#sets)*) }
    }
}

/// A constructor that takes an optional deprecated parameter is behind the feature `legacy`.
fn behind_legacy(args: &[&Field]) -> Option<TokenStream> {
    let legacy = args.iter().any(|field| field.deprecated && !field.required);
    legacy.then(|| quote!(#[cfg(feature = "legacy")]))
}

fn request(operation: &Operation, name: &Ident) -> TokenStream {
    let text = &operation.name;
    let response = match operation.response.as_str() {
        "Ack" => quote!(w::Ack),
        other => {
            let other = ident(other);
            quote!(#other)
        }
    };
    let errors = format_ident!("{}Error", operation.name);
    let timeout = operation.timeout_seconds;
    let token = operation.client_token;
    // Some operations spell it with a small letter.
    let spelt = operation.fields.iter().find(|field| field.wire.eq_ignore_ascii_case("RegionId"));
    let region = match spelt.filter(|_| operation.region) {
        Some(Field { wire, .. }) => quote!(::core::option::Option::Some(#wire)),
        None => quote!(::core::option::Option::None),
    };
    let (dry_run, read_only) = (operation.dry_run, operation.read_only);
    let dry_runnable = dry_run.then(|| quote!(impl rpc::request::DryRunnable for #name {}));
    let checks = operation.checks.join("\n");
    quote! {
        impl rpc::request::Request for #name {
            type Response = #response;
            type Error = #errors;
            const META: &'static rpc::product::Meta = &rpc::product::Meta {
                name: #text,
                product: &super::PRODUCT,
                timeout_seconds: #timeout,
                region: #region,
                client_token: #token,
                dry_run: #dry_run,
                read_only: #read_only,
                checks: #checks,
            };
        }
        #dry_runnable
    }
}

/// Names the account parameters that the operation takes, unless it takes all four.
fn takes_owner(operation: &Operation) -> TokenStream {
    let (name, names) = (ident(&operation.name), &operation.legacy);
    let parameters = match names.len() {
        0 => return TokenStream::new(),
        4 => TokenStream::new(),
        _ => quote!(const PARAMETERS: &'static [&'static str] = &[#(#names),*];),
    };
    // The trait is exported with this feature only, and each implementation costs the compiler.
    quote! {
        #[cfg(feature = "legacy")]
        impl rpc::legacy::TakesOwner for #name { #parameters }
    }
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load;

    use super::*;

    #[test]
    fn a_constructor_and_a_setter_of_deprecated_parameters_are_deprecated_and_name_what_replaces_them()
     {
        let json = r#"{"name": "Plant", "url": "", "response": "Ack", "fields": [
                {"name": "bed", "wire": "Bed", "type": "string", "required": true, "constructed": true},
                {"name": "seed", "wire": "Seed", "type": "string", "deprecated": true,
                 "constructed": true, "successor": "Row.Seed"},
                {"name": "depth", "wire": "Depth", "type": "string", "deprecated": true,
                 "successor": "Row.Depth"}],
            "constructors": [{"name": "new", "args": ["bed"]}, {"name": "flat", "args": ["bed", "seed"]}]}"#;
        let operation: Operation = load::from_json("operation", json).expect("an operation");
        let printed = print(&operation, "").to_string();
        let before = |function: &str| {
            let (before, _) = printed.split_once(function).expect("the function");
            let (_, attributes) = before.rsplit_once("# [doc").expect("its documentation");
            attributes.to_owned()
        };
        let note = |name: &str| {
            format!("# [deprecated (note = \"deprecated by the vendor, replaced by {name}\")]")
        };
        assert!(before("pub fn flat").contains(&note("Row")), "{printed}");
        assert!(before("pub fn depth").contains(&note("Row.Depth")), "{printed}");
        assert!(!before("pub fn new").contains("deprecated"), "{printed}");
    }
}
