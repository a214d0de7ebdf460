//! Which parameters and members are never shown: those that curated entries call secret. A name
//! that sounds like a secret must be decided there, one way or the other, so that no edition of the
//! metadata brings in a password unnoticed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use aliyun_rpc_spec::ir::{Field, Group, Struct, Type};
use aliyun_rpc_spec::load::Problem;
use heck::ToSnakeCase as _;

use crate::curated::{File, ProductFacts, Requests, Secret, Secrets};
use crate::problems::Problems;

/// A name sounds like a secret when it contains one of these, whatever the case of its letters.
const SOUNDS: [&str; 30] = [
    "accesskey",
    "activationcode",
    "apikey",
    "assertion",
    "certificate",
    "command",
    "console",
    "content",
    "cookie",
    "credential",
    "encryptionkey",
    "keybody",
    "keydata",
    "keymaterial",
    "login",
    "output",
    "parameter",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "payload",
    "privatekey",
    "pwd",
    "screenshot",
    "secret",
    "session",
    "token",
    "userdata",
    "verificationcode",
];

/// The same of short ones, which must be a word: `Description` does not mean a script, nor
/// `Security` a URI.
const WORDS: [&str; 7] = ["otp", "pin", "script", "uri", "url", "vnc", "signature"];

/// Tokens that the RPC style gives a meaning everywhere: they repeat a call or turn a page.
const HARMLESS: [&str; 2] = ["clienttoken", "nexttoken"];

/// Marks what is secret. The problems: every name that sounds like a secret and is not decided, or
/// is decided in two ways, and entries of the product that decide nothing.
///
/// For a product without curated files, a name that sounds like a secret is one, with a warning.
pub(super) fn mark(
    groups: &mut BTreeMap<String, Group>,
    facts: &ProductFacts,
    general: &File<Secrets>,
    problems: &mut Problems,
) {
    let own = &facts.requests;
    let mut secret = BTreeSet::new();
    let mut guessed = BTreeSet::new();
    let places = places(groups);
    let entries = Entries::new(own, general);
    let mut sounds: HashMap<&str, Option<&str>> = HashMap::new();
    for place in &places {
        match entries.decide(place) {
            Ok(Some(true)) => {
                secret.insert((place.owner.to_owned(), place.field.wire.clone()));
            }
            Ok(Some(false)) => {}
            Ok(None) => {
                let wire = place.field.wire.as_str();
                let sound = *sounds.entry(wire).or_insert_with(|| sound(wire));
                let Some(sound) = sound else { continue };
                if facts.is_missing() {
                    secret.insert((place.owner.to_owned(), wire.to_owned()));
                    guessed.insert(wire);
                } else {
                    problems.report(undecided(own, place, sound));
                }
            }
            Err(()) => problems.report(own.problem(
                format!("secret and shown {}", place.field.wire),
                format!("two entries disagree about it in {}", place.operation),
            )),
        }
    }
    if !guessed.is_empty() {
        let names = Vec::from_iter(guessed).join(", ");
        let help = "decide each of them with a [[secret]] or [[shown]] entry there";
        let message = format!("redacted because their names sound like secrets: {names}");
        eprintln!("warning: {}", own.problem("", message).help(help));
    }
    idle(own, [("secret", &own.secret), ("shown", &own.shown)], &places, problems);
    for (owner, fields) in groups.values_mut().flat_map(owners_mut) {
        for field in fields {
            field.secret = secret.contains(&(owner.clone(), field.wire.clone()));
            field.example = field.example.take().filter(|_| !field.secret);
        }
    }
}

/// Reports entries for any product that decide nothing in all of them.
pub(crate) fn unused<'a>(
    general: &File<Secrets>,
    products: impl Iterator<Item = &'a BTreeMap<String, Group>>,
    problems: &mut Problems,
) {
    let places: Vec<Place<'_>> = products.flat_map(places).collect();
    let of_one = general.secret.iter().chain(&general.shown).filter(|entry| !entry.of.is_empty());
    for entry in of_one {
        let problem = general.problem(entry.names.join(", "), "`of` names operations of a product");
        problems.report(problem.help("move the entry to the requests.toml of that product"));
    }
    idle(general, [("secret", &general.secret), ("shown", &general.shown)], &places, problems);
}

/// Reports entries that decide nothing in these places.
fn idle<T>(
    file: &File<T>,
    lists: [(&str, &Vec<Secret>); 2],
    places: &[Place<'_>],
    problems: &mut Problems,
) {
    let mut users: HashMap<&str, HashSet<&str>> = HashMap::new();
    for place in places {
        users.entry(&place.field.wire).or_default().insert(place.operation);
    }
    let met = |name: &str, operation: Option<&String>| {
        let users = users.get(name);
        users.is_some_and(|users| operation.is_none_or(|it| users.contains(it.as_str())))
    };
    for (list, entry) in lists.iter().flat_map(|(list, all)| all.iter().map(move |one| (list, one)))
    {
        if entry.names.is_empty() {
            problems.report(file.stale(*list, "it names nothing"));
        }
        for name in &entry.names {
            let place = format!("{list} {name}");
            if entry.of.is_empty() && !met(name, None) {
                problems.report(file.stale(place, "no parameter or member has this name"));
                continue;
            }
            for operation in entry.of.iter().filter(|it| !met(name, Some(it))) {
                let why = format!("{operation} has no such parameter or member");
                problems.report(file.stale(place.clone(), &why));
            }
        }
    }
}

/// A parameter or member as one operation uses it.
struct Place<'a> {
    operation: &'a str,
    /// Rust name of the operation or struct that has it.
    owner: &'a str,
    field: &'a Field,
}

/// The entries that name a member, by its name: of the product, and of any.
#[derive(Default)]
struct Entries<'a>(HashMap<&'a str, [Named<'a>; 2]>);

/// Entries of one file.
#[derive(Default)]
struct Named<'a> {
    secret: Vec<&'a Secret>,
    shown: Vec<&'a Secret>,
}

impl<'a> Entries<'a> {
    fn new(own: &'a Requests, general: &'a Secrets) -> Self {
        let mut entries = Self::default();
        let files = [(&own.secret, &own.shown), (&general.secret, &general.shown)];
        for (file, (secret, shown)) in files.into_iter().enumerate() {
            for (entry, is_secret) in
                secret.iter().map(|one| (one, true)).chain(shown.iter().map(|one| (one, false)))
            {
                for name in &entry.names {
                    let named = &mut entries.0.entry(name).or_default()[file];
                    if is_secret { &mut named.secret } else { &mut named.shown }.push(entry);
                }
            }
        }
        entries
    }

    /// True for secret. An entry for the operation comes before one for the product, and that
    /// before one for any product.
    fn decide(&self, place: &Place<'_>) -> Result<Option<bool>, ()> {
        let Some([own, general]) = self.0.get(&*place.field.wire) else { return Ok(None) };
        let here = |entry: &&Secret| entry.of.iter().any(|name| name == place.operation);
        let everywhere = |entry: &&Secret| entry.of.is_empty();
        let layers = [
            (own.secret.iter().any(here), own.shown.iter().any(here)),
            (own.secret.iter().any(everywhere), own.shown.iter().any(everywhere)),
            (general.secret.iter().any(everywhere), general.shown.iter().any(everywhere)),
        ];
        match layers.into_iter().find(|layer| *layer != (false, false)) {
            None => Ok(None),
            Some((true, true)) => Err(()),
            Some((secret, _)) => Ok(Some(secret)),
        }
    }
}

fn undecided(own: &File<Requests>, place: &Place<'_>, sound: &str) -> Problem {
    let Place { operation, owner, field } = place;
    let wire = &field.wire;
    let inside = if owner == operation { String::new() } else { format!(" (in {owner})") };
    let message =
        format!("its name sounds like a secret (`{sound}`){inside}, and no entry decides it");
    own.problem(format!("{operation}.{wire}"), message).help(format!(
        "add [[secret]] to redact it in Debug or [[shown]] to show it, with names = [\"{wire}\"], \
         a reason and, where it is not so in every operation, of = [\"{operation}\"]"
    ))
}

/// What in a name sounds like a secret.
fn sound(wire: &str) -> Option<&'static str> {
    let letters: String = wire.chars().filter(char::is_ascii_alphabetic).collect();
    let letters = letters.to_ascii_lowercase();
    if HARMLESS.contains(&letters.as_str()) {
        return None;
    }
    let snake = wire.to_snake_case();
    let is_word = |known: &str| {
        let mut words = snake.split('_').map(|word| word.trim_end_matches(char::is_numeric));
        words.any(|word| word.strip_suffix('s').unwrap_or(word) == known)
    };
    let sounds = SOUNDS.into_iter().find(|known| letters.contains(known));
    sounds.or_else(|| WORDS.into_iter().find(|known| is_word(known)))
}

/// Every parameter and member that can hold a secret, once for each operation that uses it.
fn places(groups: &BTreeMap<String, Group>) -> Vec<Place<'_>> {
    let structs: BTreeMap<&str, &Struct> = groups
        .values()
        .flat_map(|group| &group.structs)
        .map(|shape| (shape.name.as_str(), shape))
        .collect();
    let mut places = Vec::new();
    for operation in groups.values().flat_map(|group| &group.operations) {
        let name = operation.name.as_str();
        let mut seen = BTreeSet::new();
        let mut open: VecDeque<(&str, &[Field])> = [(name, &*operation.fields)].into();
        open.extend(operation.response_struct.as_ref().map(|body| (&*body.name, &*body.fields)));
        open.extend(structs.get(&*operation.response).map(|body| (&*body.name, &*body.fields)));
        while let Some((owner, fields)) = open.pop_front() {
            if !seen.insert(owner) {
                continue;
            }
            for field in fields {
                // Two values are nothing to hide.
                if field.ty != Type::Bool {
                    places.push(Place { operation: name, owner, field });
                }
                let inner = mentioned(&field.ty).and_then(|name| structs.get(name));
                open.extend(inner.map(|shape| (&*shape.name, &*shape.fields)));
            }
        }
    }
    places
}

/// The struct that a value of this type holds.
fn mentioned(ty: &Type) -> Option<&str> {
    match ty.innermost() {
        Type::Struct(name) | Type::Boxed(name) => Some(name),
        _ => None,
    }
}

fn owners_mut(group: &mut Group) -> impl Iterator<Item = (String, &mut Vec<Field>)> {
    let structs = group.structs.iter_mut().map(|shape| (shape.name.clone(), &mut shape.fields));
    let operations = group.operations.iter_mut().flat_map(|operation| {
        let body = operation.response_struct.as_mut();
        let body = body.map(|body| (body.name.clone(), &mut body.fields));
        std::iter::once((operation.name.clone(), &mut operation.fields)).chain(body)
    });
    structs.chain(operations)
}

#[cfg(test)]
mod tests;
