//! A garden with fences and gates.

use crate::table::{AccessLevel, Authorization, Evidence, Resource, Source, Table};

const fn on(
    resource_type: &'static str,
    pattern: &'static str,
    mandatory: bool,
    parameters: &'static [&'static str],
) -> Resource {
    Resource { resource_type, pattern, mandatory: Some(mandatory), parameters }
}

const FENCE: &str = "acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}";
const FENCES: &str = "acs:garden:{#regionId}:{#accountId}:fence/*";
const GATE: &str = "acs:garden:{#regionId}:{#accountId}:gate/{#gateId}";

const fn row(
    operation: &'static str,
    action: &'static str,
    resources: &'static [Resource],
    further: &'static [&'static str],
) -> Authorization {
    Authorization {
        operation,
        action,
        access_level: AccessLevel::Update,
        resources,
        condition_keys: &[],
        further,
        templates: &["TemplateId"],
        evidence: &EVIDENCE,
    }
}

static LIST: Source =
    Source { id: "ram", published: "2025-01-01", url: "https://example.com", title: "RAM list" };

static EVIDENCE: [Evidence; 1] = [Evidence { source: &LIST, line: Some(1), agrees: true }];

pub(crate) static GARDEN: Table = Table {
    product: "garden",
    sources: std::slice::from_ref(&LIST),
    rows: &[
        row(
            "BuildFence",
            "garden:BuildFence",
            &[
                on("Fence", FENCES, true, &[]),
                on("Gate", GATE, false, &["Gate.GateId"]),
                on("Shed", "acs:garden:{#regionId}:{#accountId}:shed/{#shedId}", false, &[]),
            ],
            &[],
        ),
        row("BurnGarden", "garden:BurnGarden", &[on("*", "*", true, &[])], &["garden:PaintFence"]),
        row(
            "ListFences",
            "garden:ListFences",
            &[on("Fence", FENCES, false, &[]), on("Fence", FENCE, false, &["FenceIds"])],
            &["garden:BurnGarden"],
        ),
        row("PaintFence", "garden:PaintFence", &[on("Fence", FENCE, true, &["FenceId"])], &[]),
        row(
            "SellFence",
            "garden:SellFence",
            &[on("Fence", FENCE, true, &["FenceId"])],
            &["shop:Sell"],
        ),
        row(
            "TagThings",
            "garden:TagThings",
            &[on("Fence", FENCE, false, &[]), on("Gate", GATE, false, &[])],
            &[],
        ),
    ],
};
