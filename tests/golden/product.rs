// @generated from spec/product.json
#[doc(hidden)]
mod __product {
    use ::aliyun_rpc as rpc;
    use ::aliyun_rpc::generated as g;
    use ::std::fmt;
    ///The product `things`, version 2020-02-02.
    pub static PRODUCT: rpc::product::Product = rpc::product::Product {
        name: "things",
        version: "2020-02-02",
        endpoints: &[("cn-far", "things.far.example.com")],
        codes: reactions::CODES,
        overrides: reactions::OVERRIDES,
        extension: ::core::option::Option::Some(&MATRIX),
    };
    mod reactions {
        use super::rpc;
        use rpc::error::{Class, Reaction};
        use rpc::product::CodeRow;
        const fn row(code: &'static str, class: Class, reaction: Reaction) -> CodeRow {
            CodeRow { code, class, reaction }
        }
        pub(super) const CODES: &[CodeRow] = &[
            row("DuplicatedParam.%s", Class::InvalidArgument, Reaction::FixRequest),
            row("InternalError", Class::Transient, Reaction::RetrySameToken),
            row("ThingLocked", Class::Locked, Reaction::AskOwner),
            row("Throttling", Class::Throttled, Reaction::RetrySameToken),
        ];
        pub(super) const OVERRIDES: &[(&str, CodeRow)] = &[
            (
                "DescribeThings",
                row("InternalError", Class::NotFound, Reaction::FixRequest),
            ),
        ];
    }
    ///Codes that any operation can answer.
    #[non_exhaustive]
    pub enum CommonError {
        ///`InternalError`, HTTP 500. Class `Transient`, reaction `WaitForState`.
        InternalError,
        ///`Throttling`, HTTP 400. Class `Throttled`, reaction `RetryNewToken`.
        Throttling,
    }
    impl Eq for CommonError {}
    impl Copy for CommonError {}
    #[automatically_derived]
    impl Clone for CommonError {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    impl PartialEq for CommonError {
        #[inline]
        fn eq(&self, other: &Self) -> bool {
            *self as u16 == *other as u16
        }
    }
    impl ::std::hash::Hash for CommonError {
        #[inline]
        fn hash<H: ::std::hash::Hasher>(&self, to: &mut H) {
            to.write_u16(*self as u16);
        }
    }
    impl g::CodeTable for CommonError {
        fn table() -> (&'static str, &'static [Self], g::Origin) {
            (
                "InternalError\nThrottling",
                &[CommonError::InternalError, CommonError::Throttling],
                g::Origin {
                    product: &self::PRODUCT,
                    operation: "",
                    read_only: false,
                },
            )
        }
    }
    impl fmt::Debug for CommonError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            g::debug_code(self, f)
        }
    }
    impl fmt::Display for CommonError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            g::debug_code(self, f)
        }
    }
    /// Every operation that a source names, including withdrawn ones, which have no request
    /// type.
    #[allow(missing_docs)]
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    #[repr(u16)]
    pub enum Operation {
        AttachThing,
        CreateThing,
        DescribeThings,
        Ping,
        RemoveThing,
    }
    /// What is known of each [`Operation`].
    pub static OPERATIONS: rpc::operation::Table = {
        use rpc::operation::{OperationKind as K, replacement as r, row as o};
        rpc::operation::Table {
            rows: &[
                o("AttachThing", K::Update, 3, 0),
                o("CreateThing", K::Create, 0, 0),
                o("DescribeThings", K::List, 0, 0),
                o("Ping", K::Read, 0, 0),
                o("RemoveThing", K::Delete, 0, 3),
            ],
            replaced: &[(4, r("Garden", "2021-01-01", "RemoveThing"))],
        }
    };
    impl Operation {
        /// All operations, by name.
        pub const ALL: &'static [Self] = &[
            Self::AttachThing,
            Self::CreateThing,
            Self::DescribeThings,
            Self::Ping,
            Self::RemoveThing,
        ];
        /// All operations, by name.
        pub fn all() -> impl Iterator<Item = Self> + Clone {
            Self::ALL.iter().copied()
        }
        /// The name, as on the wire.
        #[must_use]
        pub const fn name(self) -> &'static str {
            OPERATIONS.rows[self as usize].name()
        }
        /// The row of the operation in the table.
        #[inline]
        #[must_use]
        pub const fn row(self) -> u16 {
            self as u16
        }
        /// The operation of that name. [`FromStr`](::std::str::FromStr) does the same with an
        /// error.
        #[must_use]
        pub const fn from_name(name: &str) -> Option<Self> {
            match OPERATIONS.find(name) {
                Some(row) => Some(Self::ALL[row as usize]),
                None => None,
            }
        }
        /// What it does.
        #[must_use]
        pub const fn kind(self) -> rpc::operation::OperationKind {
            OPERATIONS.rows[self as usize].kind()
        }
        /// Whether it changes nothing.
        #[must_use]
        pub const fn is_read_only(self) -> bool {
            self.kind().is_read_only()
        }
        /// Whether the vendor marks it as deprecated.
        #[must_use]
        pub const fn is_deprecated(self) -> bool {
            OPERATIONS.rows[self as usize].is_deprecated()
        }
        /// Whether it has no request type: the newest metadata does not have it.
        #[must_use]
        pub const fn is_withdrawn(self) -> bool {
            OPERATIONS.rows[self as usize].is_withdrawn()
        }
        /// The operation to use in its place, if it is deprecated and there is one. It may be one
        /// of another product. The vendor names it, or the documents leave no doubt.
        #[must_use]
        pub fn replaced_by(self) -> Option<&'static rpc::operation::Replacement> {
            OPERATIONS.replacement(self as u16)
        }
        /// The kinds of resource that it is about. They are told by the ids in its request, by
        /// what it makes, by its permission, and by its name where that is a verb and a kind
        /// alone, as in `DescribeDisks`; curated facts correct them.
        #[must_use]
        pub const fn concerns(self) -> rpc::operation::ResourceTypes {
            OPERATIONS.rows[self as usize].concerns()
        }
    }
    impl fmt::Debug for Operation {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.name())
        }
    }
    impl fmt::Display for Operation {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.pad(self.name())
        }
    }
    impl ::std::str::FromStr for Operation {
        type Err = rpc::operation::UnknownOperation;
        fn from_str(name: &str) -> Result<Self, Self::Err> {
            Self::from_name(name)
                .ok_or_else(|| rpc::operation::UnknownOperation::new(name))
        }
    }
    /// Types of ids. Each is made from text; one of another kind does not compile in its place.
    pub mod id {
        ///Id of a resource of kind `Host`.
        pub type HostId = ::aliyun_rpc::Id<kind::Host>;
        ///Id of a resource of kind `Rack`.
        pub type RackId = ::aliyun_rpc::Id<kind::Rack>;
        ///Id of a resource of kind `Thing`.
        pub type ThingId = ::aliyun_rpc::Id<kind::Thing>;
        /// Kinds of what has an id.
        pub mod kind {
            ///Marks ids of resources of kind `Host`.
            #[derive(Debug)]
            pub enum Host {}
            ///Marks ids of resources of kind `Rack`.
            #[derive(Debug)]
            pub enum Rack {}
            ///Marks ids of resources of kind `Thing`.
            #[derive(Debug)]
            pub enum Thing {}
        }
    }
    pub use id::{HostId, RackId, ThingId};
    /// What the documents say will happen to each operation in each situation.
    pub static MATRIX: ::aliyun_decision::Table = {
        #[allow(unused_imports)]
        use ::aliyun_decision::{
            Agreement, Cell, Entry, EvidenceKind, Hazard, Row, Says, Source, Table,
            Verdict,
        };
        use ::core::option::Option::{self, None, Some};
        #[allow(dead_code, clippy::too_many_arguments)]
        const fn e(
            source: u16,
            kind: EvidenceKind,
            says: Option<Says>,
            requires: u8,
            truncated: bool,
            code: u16,
            reason: u16,
            line: u16,
        ) -> Entry {
            Entry {
                source,
                kind,
                says,
                requires,
                truncated,
                code,
                reason,
                line,
            }
        }
        #[allow(dead_code)]
        const fn c(
            verdict: Verdict,
            unless: u8,
            hazard: Option<Hazard>,
            agreement: Agreement,
            code: u16,
            first: u16,
            count: u16,
        ) -> Cell {
            Cell {
                verdict,
                unless,
                hazard,
                agreement,
                code,
                first,
                count,
            }
        }
        #[allow(dead_code)]
        const fn r(
            name: &'static str,
            cells: [u16; ::aliyun_decision::Aspect::COUNT],
        ) -> Row {
            Row { name, cells }
        }
        Table {
            sources: &[
                Source {
                    id: "page",
                    published: "2020-03-04",
                    url: "https://example.com/locks",
                    title: "lock page",
                },
            ],
            codes: &["ThingLocked", "IncorrectStatus"],
            reasons: &[],
            entries: &[
                e(0, EvidenceKind::PageRow, Some(Says::Denied), 0, false, 0, 65535, 4),
                e(
                    0,
                    EvidenceKind::OperationProse,
                    Some(Says::Requires),
                    40,
                    false,
                    1,
                    65535,
                    0,
                ),
                e(
                    0,
                    EvidenceKind::PageRow,
                    Some(Says::Unaffected),
                    0,
                    false,
                    65535,
                    65535,
                    3,
                ),
            ],
            cells: &[
                c(Verdict::Denied, 0, None, Agreement::Agreed, 0, 0, 1),
                c(Verdict::Unstated, 0, None, Agreement::Agreed, 65535, 1, 0),
                c(Verdict::Denied, 40, None, Agreement::Agreed, 1, 1, 1),
                c(Verdict::Permitted, 0, None, Agreement::Agreed, 65535, 2, 1),
            ],
            rows: &[
                r("AttachThing", [0, 1, 1, 1, 1, 1, 1, 65535, 1, 1, 2, 65535]),
                r("CreateThing", [3, 1, 1, 1, 1, 1, 1, 65535, 1, 1, 65535, 65535]),
                r("DescribeThings", [3, 1, 1, 1, 1, 1, 1, 65535, 1, 1, 65535, 65535]),
                r("Ping", [1, 1, 1, 1, 1, 1, 1, 65535, 1, 1, 65535, 65535]),
                r("RemoveThing", [3, 1, 1, 1, 1, 1, 1, 65535, 1, 1, 65535, 65535]),
            ],
        }
    };
    /// Leads from the verdicts of a request to [`MATRIX`].
    #[doc(hidden)]
    #[derive(Debug)]
    pub enum InMatrix {}
    impl ::aliyun_decision::typed::InTable for InMatrix {
        const TABLE: &'static ::aliyun_decision::Table = &MATRIX;
    }
    /// Error codes of refusals, as types.
    #[allow(non_camel_case_types)]
    pub mod codes {
        ///The error code `IncorrectStatus`.
        #[derive(Debug)]
        pub enum IncorrectStatus {}
        ///The error code `ThingLocked`.
        #[derive(Debug)]
        pub enum ThingLocked {}
    }
    impl ::aliyun_decision::typed::Code for codes::IncorrectStatus {
        const TEXT: ::core::option::Option<&'static str> = ::core::option::Option::Some(
            "IncorrectStatus",
        );
    }
    impl ::aliyun_decision::typed::Code for codes::ThingLocked {
        const TEXT: ::core::option::Option<&'static str> = ::core::option::Option::Some(
            "ThingLocked",
        );
    }
    /// What the documents say will happen to an operation in a situation.
    pub const fn decide(
        operation: Operation,
        situation: ::aliyun_decision::Situation,
    ) -> ::aliyun_decision::Decision {
        ::aliyun_decision::decide(&MATRIX, operation.row(), situation)
    }
}
pub use __product::*;
