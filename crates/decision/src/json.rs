//! A decision as JSON.

use serde_json::{Value, json};

use crate::decide::Decision;
use crate::evidence::Evidence;

impl Decision {
    /// One JSON object with operation, situation, verdict, code, hazard, agreement and evidence.
    #[must_use]
    pub fn to_json(&self) -> String {
        let situation = self.situation();
        let aspects = situation.aspects().filter(|aspect| aspect.parts().is_empty());
        let aspects: Vec<&str> = aspects.map(|aspect| aspect.name()).collect();
        let evidence: Vec<Value> = self.evidence().map(|one| statement(&one)).collect();
        json!({
            "operation": self.operation(),
            "situation": aspects,
            "disk_usage": situation.disk_usage().name(),
            "instance_status": situation.instance_status().name(),
            "security_group_type": situation.security_group_type().name(),
            "verdict": self.verdict().name(),
            "code": self.code(),
            "hazard": self.hazard().map(|hazard| hazard.name()),
            "agreement": self.agreement().name(),
            "certain": self.is_certain(),
            "evidence": evidence,
        })
        .to_string()
    }
}

fn statement(one: &Evidence) -> Value {
    let source = one.source();
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    let requires: Vec<&str> = one.requires().collect();
    json!({
        "aspect": one.aspect().name(),
        "source": source.map(|source| source.id),
        "published": source.and_then(|source| given(source.published)),
        "url": source.and_then(|source| given(source.url)),
        "kind": one.kind().name(),
        "says": one.says().map(|says| says.name()),
        "requires": requires,
        "code": one.code(),
        "reason": one.reason(),
        "truncated": one.is_truncated(),
        "line": one.line(),
    })
}
