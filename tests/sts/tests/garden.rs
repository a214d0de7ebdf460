//! Shapes that ECS has not: schemas that point to each other, one that contains itself, an
//! operation without a response. That they compile is half of the test.

mod support;

use aliyun_rpc::wire::{Ack, flatten, read_to_json};
use aliyun_rpc::{Json, Request};
use aliyun_tests_sts::garden::{
    DescribePlots, DescribePlotsPlotBed, DigPlot, DigPlotBed, DigPlotError, DigPlotLayout,
    DigPlotLayoutSoil, PRODUCT,
};
use support::{always, expected, now, query};

fn bed(plant: &str) -> DigPlotBed {
    DigPlotBed::new().plant(plant)
}

#[test]
fn a_struct_that_contains_itself_is_flattened_as_deep_as_it_goes() {
    let nested = bed("leek").inner(bed("chive").inner(bed("onion"))).neighbours([bed("carrot")]);
    let expected = expected(&[
        ("PlotId", "p-1"),
        ("Bed.Plant", "leek"),
        ("Bed.Inner.Plant", "chive"),
        ("Bed.Inner.Inner.Plant", "onion"),
        ("Bed.Neighbours.1.Plant", "carrot"),
    ]);
    assert_eq!(query(flatten(&DigPlot::new("p-1").bed(nested))), expected);
}

#[test]
fn a_struct_in_the_json_style_may_hold_schemas_that_point_to_each_other() {
    let soil = DigPlotLayoutSoil::new().acidity(6.5);
    let layout = DigPlotLayout::new().soil(soil).beds([bed("leek").inner(bed("chive"))]);
    let query = query(flatten(&DigPlot::new("p-1").layout(layout)));
    let layout: Json = serde_json::from_str(&query["Layout"]).expect("JSON text");
    let expected =
        r#"{"Soil":{"Acidity":6.5},"Beds":[{"Plant":"leek","Inner":{"Plant":"chive"}}]}"#;
    assert_eq!(layout, serde_json::from_str::<Json>(expected).expect("JSON"));
}

#[test]
fn a_reply_that_contains_itself_is_decoded_as_deep_as_it_came() {
    let body = r#"{"RequestId":"R","Plots":{"Plot":[{"Name":"south","Soil":{"Acidity":"6.5"},"Beds":[
        {"Plant":"leek","Inner":{"Plant":"chive","Inner":{"Plant":"onion","Neighbours":[]}}}]}]}}"#;
    let client = always(200, body).client("garden-1");
    let mut reply = now(client.send(DescribePlots::new())).expect("a success");
    let inner = |bed: &DescribePlotsPlotBed| bed.inner.as_deref().cloned().expect("an inner bed");
    let outer = &reply.plots[0].beds[0];
    assert_eq!(inner(&inner(outer)).plant.as_deref(), Some("onion"));
    assert!(inner(&inner(outer)).inner.is_none());
    let json = read_to_json(&mut reply);
    assert_eq!(json["Plots"]["Plot"][0]["Soil"]["Acidity"], 6.5);
    assert_eq!(json["Plots"]["Plot"][0]["Beds"][0]["Inner"]["Plant"], "chive");
}

#[test]
fn an_operation_without_a_response_answers_with_its_request_id() {
    let client = always(200, r#"{"RequestId":"R"}"#).client("garden-1");
    let reply: Ack = now(client.send(DigPlot::new("p-1"))).expect("a success");
    assert_eq!(reply.request_id, "R");
}

#[test]
fn codes_and_endpoint_are_those_of_the_invented_product() {
    let transport = always(403, r#"{"Code":"PlotFrozen"}"#);
    let error = now(transport.client("garden-1").send(DigPlot::new("p-1"))).expect_err("a failure");
    assert_eq!(error.known(), Some(DigPlotError::PlotFrozen));
    assert!(transport.sent()[0].http().url.starts_with("https://garden.garden-1.aliyuncs.com/?"));
    assert_eq!((PRODUCT.name, DigPlot::META.name), ("garden", "DigPlot"));
}
