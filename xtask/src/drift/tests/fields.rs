//! Every field of the specification's types, changed one at a time. The lists of fields are
//! patterns without `..`, so a field that is added to a type does not compile until it is in the
//! list.

use std::collections::BTreeMap;

use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::form::Form;
use aliyun_rpc_spec::ir::{
    Constructor, Direction, Field, Group, Items, Limits, Operation, PageStyle, Paging,
    Precondition, PreconditionKind, ProductFile, Struct, Type,
};
use aliyun_rpc_spec::operations::{
    KindOrigin, OperationFacts, OperationKind, Replacement, ResourceType,
};
use aliyun_rpc_spec::waiters::{IdStyle, Lookup, Waiter, Waiters};

use crate::drift::diff::diff;
use crate::drift::folder::{Folder, view};
use crate::drift::view::View;

/// The files of a small product with one operation, one lookup and one waiter.
#[derive(Clone)]
struct Files {
    /// The name of the group of the operation.
    group: String,
    facts: OperationFacts,
    operation: Operation,
    lookup: Lookup,
    waiter: Waiter,
}

impl Files {
    fn view(&self) -> View {
        let operations = vec![self.facts.clone()];
        let product = ProductFile { operations, ..ProductFile::default() };
        let operations = vec![self.operation.clone()];
        let group = Group { operations, ..Group::default() };
        let (lookups, waiters) = (vec![self.lookup.clone()], vec![self.waiter.clone()]);
        view(Folder {
            product: &product,
            groups: &BTreeMap::from([(self.group.clone(), group)]),
            matrix: None,
            authorization: None,
            waiters: Some(&Waiters { lookups, waiters, ..Waiters::default() }),
            codes: &Codes::default(),
        })
    }
}

fn field() -> Field {
    Field {
        name: "fence_id".to_owned(),
        wire: "FenceId".to_owned(),
        ty: Type::String,
        required: false,
        constructed: false,
        secret: false,
        promised: false,
        deprecated: false,
        successor: None,
        limits: Limits::default(),
        example: None,
        form: None,
        spelled: Vec::new(),
    }
}

fn files() -> Files {
    let name = || "PaintFence".to_owned();
    Files {
        group: "fences".to_owned(),
        facts: OperationFacts {
            name: name(),
            kind: OperationKind::Update,
            origin: KindOrigin::Metadata,
            group: None,
            item: None,
            concerns: Vec::new(),
            deprecated: false,
            replaced_by: None,
            withdrawn: false,
        },
        operation: Operation {
            name: name(),
            url: String::new(),
            kind: None,
            fields: vec![field()],
            constructors: Vec::new(),
            response: "Ack".to_owned(),
            response_struct: None,
            errors: Some("PaintFenceError".to_owned()),
            region: false,
            client_token: false,
            dry_run: false,
            paging: None,
            read_only: false,
            deprecated: false,
            replaced_by: None,
            timeout_seconds: 0,
            legacy: Vec::new(),
            preconditions: Vec::new(),
            checks: Vec::new(),
        },
        lookup: Lookup {
            operation: name(),
            group: "fences".to_owned(),
            ids: "FenceIds".to_owned(),
            style: IdStyle::Json,
            most: 100,
            id: "FenceId".to_owned(),
            id_type: "FenceId".to_owned(),
            with: BTreeMap::new(),
            absent: Vec::new(),
            others: Vec::new(),
            source: "a".to_owned(),
        },
        waiter: Waiter {
            name: "fence-dry".to_owned(),
            function: "fence_dry".to_owned(),
            operation: name(),
            group: "fences".to_owned(),
            member: None,
            argument: None,
            success: vec!["Dry".to_owned()],
            failure: Vec::new(),
            pending: vec!["Wet".to_owned()],
            gone: false,
            confirm: 1,
            interval: 5,
            timeout: 600,
            missing_for: 0,
            after: vec![name()],
            source: "a".to_owned(),
        },
    }
}

type Edit = (&'static str, fn(&mut Files), &'static str);

/// For each field of a type, an edit and a rule that reports it.
macro_rules! edits {
    ($type:ident { $($field:ident: $edit:expr => $rule:literal,)* }) => {{
        let _all = |one: &$type| {
            let $type { $($field: _,)* } = one;
        };
        let edits: Vec<Edit> = vec![$((stringify!($field), $edit, $rule)),*];
        edits
    }};
}

fn all_are_found(edits: Vec<Edit>) {
    let old = files();
    for (field, edit, rule) in edits {
        let mut new = files();
        edit(&mut new);
        for (from, to) in [(&old, &new), (&new, &old)] {
            let changes = diff(&from.view(), &to.view()).changes;
            assert!(!changes.is_empty(), "a change of `{field}` is not reported");
        }
        let changes = diff(&old.view(), &new.view()).changes;
        let rules: Vec<&str> = changes.iter().map(|change| change.rule).collect();
        assert!(rules.contains(&rule), "{field}: {rules:?}");
    }
}

fn replacement() -> Option<Replacement> {
    let text = str::to_owned;
    let (product, version, operation) = (text("Vpc"), text("2016-04-28"), text("CreateVpc"));
    Some(Replacement { product, version, operation })
}

fn paging() -> Option<Paging> {
    Some(Paging { style: PageStyle::Token, size: 0, max_results: false, items: None })
}

#[test]
fn a_change_of_any_field_of_an_operation_is_reported() {
    all_are_found(edits!(Operation {
        name: |files| files.operation.name = "DryFence".to_owned() => "operation-removed",
        url: |files| files.operation.url = "https://a.example".to_owned() => "page-moved",
        // The list of operations says so, too, and that is what is compared.
        kind: |files| {
            files.operation.kind = Some(OperationKind::Delete);
            files.facts.kind = OperationKind::Delete;
        } => "operation-kind-changed",
        fields: |files| files.operation.fields.clear() => "parameter-removed",
        constructors: |files| {
            let (name, args) = ("new".to_owned(), vec!["fence_id".to_owned()]);
            files.operation.constructors.push(Constructor { name, args, args_struct: None });
        } => "rust-name-changed",
        response: |files| files.operation.response = "Other".to_owned() => "rust-name-changed",
        response_struct: |files| {
            files.operation.response_struct = Some(Struct {
                name: "Ack".to_owned(),
                direction: Direction::Response,
                fields: vec![field()],
                as_request: None,
            });
        } => "response-member-added",
        errors: |files| files.operation.errors = Some("FenceError".to_owned())
            => "rust-name-changed",
        region: |files| files.operation.region = true => "region-filled-in",
        client_token: |files| files.operation.client_token = true => "client-token-added",
        dry_run: |files| files.operation.dry_run = true => "dry-run-added",
        paging: |files| files.operation.paging = paging() => "paging-added",
        read_only: |files| files.operation.read_only = true => "became-read-only",
        deprecated: |files| files.operation.deprecated = true => "operation-deprecated",
        replaced_by: |files| files.operation.replaced_by = replacement() => "replacement-named",
        timeout_seconds: |files| files.operation.timeout_seconds = 9 => "timeout-added",
        legacy: |files| files.operation.legacy.push("OwnerId".to_owned()) => "parameter-added",
        preconditions: |files| files.operation.preconditions.push(Precondition {
            kind: PreconditionKind::SameVpc,
            values: Vec::new(),
            code: None,
            source: "a".to_owned(),
        }) => "precondition-added",
        checks: |files| files.operation.checks = vec!["@a".to_owned(), "*Tag - 20".to_owned()]
            => "check-added",
    }));
}

#[test]
fn a_change_of_any_field_of_a_parameter_is_reported() {
    fn of(files: &mut Files) -> &mut Field {
        &mut files.operation.fields[0]
    }
    all_are_found(edits!(Field {
        name: |files| of(files).name = "id".to_owned() => "rust-name-changed",
        wire: |files| of(files).wire = "Id".to_owned() => "parameter-removed",
        ty: |files| of(files).ty = Type::Int => "type-changed",
        required: |files| of(files).required = true => "became-required",
        // What is no longer set by a setter is an argument of a constructor.
        constructed: |files| {
            of(files).constructed = true;
            let (name, args) = ("new".to_owned(), vec!["fence_id".to_owned()]);
            files.operation.constructors.push(Constructor { name, args, args_struct: None });
        } => "rust-name-changed",
        secret: |files| of(files).secret = true => "secret-changed",
        promised: |files| of(files).promised = true => "promised-changed",
        deprecated: |files| of(files).deprecated = true => "parameter-deprecated",
        successor: |files| of(files).successor = Some("GateId".to_owned()) => "successor-named",
        limits: |files| of(files).limits.max_length = Some(64) => "limit-narrowed",
        example: |files| of(files).example = Some("f-1".to_owned()) => "example-added",
        form: |files| of(files).form = Some(Form::Hours) => "form-added",
        spelled: |files| of(files).spelled = vec!["Dry".to_owned()] => "value-list-stated",
    }));
}

#[test]
fn a_change_of_what_is_shown_of_a_member_of_a_reply_is_reported() {
    let reply = |member: Field| {
        let mut files = files();
        let (name, direction) = ("PaintFenceReply".to_owned(), Direction::Response);
        files.operation.response = name.clone();
        let (fields, as_request) = (vec![member], None);
        files.operation.response_struct = Some(Struct { name, direction, fields, as_request });
        files.view()
    };
    let old = reply(field());
    let shown = reply(Field { example: Some("f-1".to_owned()), ..field() });
    let changes = diff(&old, &shown).changes;
    let rules: Vec<&str> = changes.iter().map(|change| change.rule).collect();
    assert_eq!(rules, ["example-added"]);
}

#[test]
fn a_change_of_how_an_operation_is_paged_is_reported() {
    let mut old = files();
    old.operation.paging = paging();
    type Edit = (&'static str, fn(&mut Paging), &'static str);
    let edits: [Edit; 4] = {
        let _all = |Paging { style: _, size: _, max_results: _, items: _ }: &Paging| {};
        [
            ("style", |paging| paging.style = PageStyle::Both, "paging-changed"),
            ("size", |paging| paging.size = 50, "paging-changed"),
            ("max_results", |paging| paging.max_results = true, "paging-changed"),
            (
                "items",
                |paging| {
                    let path = vec!["fences".to_owned()];
                    paging.items = Some(Items { path, ty: Type::String });
                },
                "page-items-added",
            ),
        ]
    };
    for (field, edit, rule) in edits {
        let mut new = old.clone();
        edit(new.operation.paging.as_mut().expect("paging"));
        let changes = diff(&old.view(), &new.view()).changes;
        let rules: Vec<&str> = changes.iter().map(|change| change.rule).collect();
        assert_eq!(rules, [rule], "{field}");
    }
}

#[test]
fn a_change_of_any_field_in_the_list_of_operations_is_reported() {
    all_are_found(edits!(OperationFacts {
        name: |files| files.facts.name = "DryFence".to_owned()
            => "operation-without-request-added",
        kind: |files| files.facts.kind = OperationKind::Read => "operation-kind-changed",
        origin: |files| files.facts.origin = KindOrigin::Name => "source-changed",
        // The file of the group says so, too, and that is what is compared.
        group: |files| {
            files.facts.group = Some("walls".to_owned());
            files.group = "walls".to_owned();
        } => "group-changed",
        // So does this.
        item: |files| {
            files.facts.item = Some("Fence".to_owned());
            let (path, ty) = (vec!["fences".to_owned()], Type::Struct("Fence".to_owned()));
            let items = Some(Items { path, ty });
            files.operation.paging = paging().map(|paging| Paging { items, ..paging });
        } => "page-items-added",
        concerns: |files| files.facts.concerns.push(ResourceType::Disk) => "concerns-added",
        deprecated: |files| {
            files.facts.deprecated = true;
            files.operation.deprecated = true;
        } => "operation-deprecated",
        replaced_by: |files| files.facts.replaced_by = replacement() => "replacement-named",
        withdrawn: |files| files.facts.withdrawn = true => "operation-without-request-added",
    }));
}

#[test]
fn a_change_of_any_field_of_a_lookup_is_reported() {
    all_are_found(edits!(Lookup {
        operation: |files| files.lookup.operation = "DryFence".to_owned() => "lookup-removed",
        group: |files| files.lookup.group = "walls".to_owned() => "group-changed",
        ids: |files| files.lookup.ids = "FenceId".to_owned() => "lookup-changed",
        style: |files| files.lookup.style = IdStyle::Comma => "lookup-changed",
        most: |files| files.lookup.most = 50 => "lookup-changed",
        id: |files| files.lookup.id = "Id".to_owned() => "lookup-changed",
        id_type: |files| files.lookup.id_type = "WallId".to_owned() => "rust-name-changed",
        with: |files| {
            files.lookup.with.insert("Status".to_owned(), "All".to_owned());
        } => "lookup-changed",
        absent: |files| files.lookup.absent.push("NotFound".to_owned()) => "lookup-changed",
        others: |files| files.lookup.others.push("NotFound".to_owned()) => "lookup-changed",
        source: |files| files.lookup.source = "b".to_owned() => "source-changed",
    }));
}

#[test]
fn a_change_of_any_field_of_a_waiter_is_reported() {
    all_are_found(edits!(Waiter {
        name: |files| files.waiter.name = "dry".to_owned() => "waiter-removed",
        function: |files| files.waiter.function = "dry".to_owned() => "rust-name-changed",
        operation: |files| files.waiter.operation = "DryFence".to_owned() => "waiter-changed",
        group: |files| files.waiter.group = "walls".to_owned() => "group-changed",
        member: |files| files.waiter.member = Some("State".to_owned()) => "waiter-changed",
        argument: |files| files.waiter.argument = Some("State".to_owned())
            => "rust-name-changed",
        success: |files| files.waiter.success.clear() => "waiter-states-changed",
        failure: |files| files.waiter.failure.push("Gone".to_owned()) => "waiter-states-changed",
        pending: |files| files.waiter.pending.clear() => "waiter-states-changed",
        gone: |files| files.waiter.gone = true => "waiter-states-changed",
        confirm: |files| files.waiter.confirm = 2 => "waiter-pace-changed",
        interval: |files| files.waiter.interval = 6 => "waiter-pace-changed",
        timeout: |files| files.waiter.timeout = 60 => "waiter-pace-changed",
        missing_for: |files| files.waiter.missing_for = 9 => "waiter-pace-changed",
        after: |files| files.waiter.after.clear() => "waiter-after-changed",
        source: |files| files.waiter.source = "b".to_owned() => "source-changed",
    }));
}
