//! What the cells of the lock and overdue-payments pages say -> an effect and a code.
//!
//! Captures of web pages lose everything from a formatted word on, so a cell may be the beginning
//! of a sentence. Each known sentence marks the point from which its effect is certain: a cell that
//! breaks off before that point states nothing, one that breaks off behind it states the effect but
//! not the code. Anything else is unknown, and unknown is never guessed. Chinese cells are cut into
//! the few words that the sentences are made of.

use aliyun_rpc_spec::capture::{Quality, Says};

use super::names;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saying {
    /// The effect; none when the cell was lost or breaks off before it is clear.
    pub effect: Option<Says>,
    /// The error code, when it is named.
    pub code: Option<String>,
    /// Whether the cell is whole.
    pub quality: Quality,
}

impl Saying {
    /// A dash stands where an operation has nothing to do with the lock.
    pub(crate) fn no_relation() -> Self {
        Self { effect: Some(Says::NoRelation), code: None, quality: Quality::Complete }
    }
}

/// One sentence. Words in lower case; `a/b` either word; `x?` may be missing; `<code>` an error
/// code; `^` the point from which the effect is certain.
struct Sentence(&'static str, Says);

const SENTENCES: &[Sentence] = &[
    Sentence("normal logic ^ .?", Says::Unaffected),
    Sentence("unaffected ^ .?", Says::Unaffected),
    Sentence("error ^ .?", Says::Denied),
    Sentence("affected and returns an error ^ .?", Says::Denied),
    Sentence("affected and returns an error ^ . error code : <code> .?", Says::Denied),
    Sentence("the operation fails ^ .", Says::Denied),
    Sentence("the operation fails and returns ^ the/an <code> error code? .?", Says::Denied),
    Sentence("the operation fails with ^ the/an <code> error code? .?", Says::Denied),
    Sentence(
        "returns an error only? when/if the disk is attached/mounted to/on the instance and is in ^ \
         the in_use state .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "returns an error only? when/if the disk is in ^ the in_use state/status . \
         normal logic when/if the disk is in another state .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "an/this/the <code>? error occurs/is reported? when/if a/the cloud? disk that? is? \
         attached/mounted to/on the ecs? instance is in ^ the in_use state .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "an/this/the <code>? error occurs/is reported? when/if a/the cloud? disk that? is? \
         attached/mounted to/on the ecs? instance is in ^ use ( in_use ) .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "when/if a/the cloud? disk that? is? attached/mounted to/on the ecs? instance is in ^ \
         the in_use state ,? an/the/this <code>? error code? occurs/is returned/reported? .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "when/if a/the cloud? disk that? is? attached/mounted to/on the ecs? instance is in ^ \
         use ( in_use ) ,? an/the/this <code>? error code? occurs/is returned/reported? .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "error ( only? for disks attached on/to this/the instance in the in_use ^ status ) .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence("error ( in_use ) , ^ normal logic ( another status ) .?", Says::DeniedWhenDiskInUse),
    // A page that lost what it says about disks in use.
    Sentence(
        "when the disk is in the in_use : when the disk is in the other status : normal logic .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence("正常逻辑 ^ .?", Says::Unaffected),
    Sentence("不受影响 ^ .?", Says::Unaffected),
    Sentence("报错 ^ .?", Says::Denied),
    Sentence("操作 失败 ^ .?", Says::Denied),
    Sentence("操作? 失败 ,? 并? 返回 ^ <code> 错误码 .?", Says::Denied),
    Sentence("受影响 ,? 并?/会? 返回? 报错/错误 ^ .?", Says::Denied),
    Sentence("受影响 ,? 并?/会? 返回? 报错/错误 ^ ./, 错误码 :/为 <code> .?", Says::Denied),
    Sentence(
        "报错 ( 只/仅 针对 挂载 在/到 该? 实例 上? 的? 云盘/磁盘 , 处于? ^ in_use 状态 的? ) .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence(
        "挂载 在/到 该? 实例 上? 的? 云盘/磁盘 处于 ^ in_use 状态 时? ,? 返回? <code>? 报错/错误码/错误 .?",
        Says::DeniedWhenDiskInUse,
    ),
    Sentence("报错 ( in_use ) , ^ 正常逻辑 ( 其他 状态 ) .?", Says::DeniedWhenDiskInUse),
    Sentence("in_use 状态 时 ,? 报错 ^ 其他 状态 时 ,? 正常逻辑 .?", Says::DeniedWhenDiskInUse),
    Sentence(
        "the command is accepted but fails ^ to run/execute . no error is returned .?",
        Says::AcceptedButFails,
    ),
];

/// What a plain cell says; none when no known sentence says it.
pub(crate) fn understand(cell: &str) -> Option<Saying> {
    let text = if cell.is_ascii() { cell.to_owned() } else { spaced(cell) };
    let words = words(&text);
    let readings: Vec<Reading> =
        SENTENCES.iter().filter_map(|sentence| read(sentence, &words)).collect();
    let whole = readings.iter().find(|reading| reading.whole);
    let chosen = whole.or_else(|| readings.first())?;
    // Beginnings of different sentences settle an effect only where all of them agree.
    let agreed = readings.iter().all(|reading| reading.effect == chosen.effect);
    let effect = chosen.effect.filter(|_| whole.is_some() || agreed);
    let is_whole = whole.is_some() && effect.is_some();
    let quality = if is_whole { Quality::Complete } else { Quality::Truncated };
    Some(Saying { effect, code: chosen.code.clone(), quality })
}

/// The Chinese words that the sentences use.
const CHINESE: [&str; 25] = [
    "正常逻辑",
    "不受影响",
    "受影响",
    "报错",
    "错误码",
    "错误",
    "操作",
    "失败",
    "返回",
    "并",
    "会",
    "为",
    "只",
    "仅",
    "针对",
    "挂载",
    "在",
    "到",
    "该",
    "实例",
    "上",
    "的",
    "云盘",
    "磁盘",
    "处于",
];

/// Likewise, those at the end.
const CHINESE_ENDS: [&str; 3] = ["状态", "时", "其他"];

/// A cell with a blank between Chinese words, and the punctuation of English.
fn spaced(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        let mut known = CHINESE.iter().chain(&CHINESE_ENDS);
        let taken = match known.find(|word| rest.starts_with(**word)) {
            Some(word) => {
                text.push_str(&format!(" {word} "));
                word.len()
            }
            None => {
                match c {
                    '\u{ff08}' => text.push_str(" ("),
                    '\u{ff09}' => text.push_str(") "),
                    '\u{ff0c}' => text.push_str(" , "),
                    '\u{ff1a}' => text.push_str(" : "),
                    '\u{3002}' => text.push_str(" . "),
                    ',' | '(' | ')' => text.push_str(&format!(" {c} ")),
                    _ => text.push(c),
                }
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    text
}

/// The words of a cell; punctuation at the ends of a word is a word of its own, list marks are
/// none.
fn words(cell: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for mut word in cell.split_whitespace() {
        if matches!(word, "-" | "*" | "\u{2022}") {
            continue;
        }
        while word.starts_with('(') {
            words.push("(");
            word = word.get(1..).unwrap_or_default();
        }
        let bare = word.trim_end_matches(['.', ',', ':', ')', '(']);
        if !bare.is_empty() {
            words.push(bare);
        }
        let tail = word.get(bare.len()..).unwrap_or_default();
        words.extend(tail.char_indices().filter_map(|(at, _)| tail.get(at..=at)));
    }
    words
}

/// One sentence found in a cell.
#[derive(Clone)]
struct Reading {
    effect: Option<Says>,
    code: Option<String>,
    whole: bool,
}

fn read(sentence: &Sentence, words: &[&str]) -> Option<Reading> {
    let atoms: Vec<&str> = sentence.0.split_whitespace().collect();
    let nothing = Reading { effect: None, code: None, whole: false };
    follow(&atoms, words, nothing, sentence.1)
}

/// Follows a sentence word by word; prefers the reading that gets to its end.
fn follow(atoms: &[&str], words: &[&str], so_far: Reading, effect: Says) -> Option<Reading> {
    let Some((&atom, rest)) = atoms.split_first() else {
        return words.is_empty().then_some(Reading { whole: true, ..so_far });
    };
    if atom == "^" {
        return follow(rest, words, Reading { effect: Some(effect), ..so_far }, effect);
    }
    let optional = atom.strip_suffix('?');
    let taken = words.split_first().and_then(|(word, others)| {
        let mut reading = so_far.clone();
        match optional.unwrap_or(atom) {
            "<code>" if names::is_plainly_code(word) => reading.code = Some((*word).to_owned()),
            choice if choice.split('/').any(|each| each.eq_ignore_ascii_case(word)) => {}
            _ => return None,
        }
        follow(rest, others, reading, effect)
    });
    let skipped = optional.and_then(|_| follow(rest, words, so_far.clone(), effect));
    let cut = words.is_empty().then_some(so_far);
    match (taken, skipped) {
        (Some(taken), Some(skipped)) => Some(if skipped.whole { skipped } else { taken }),
        (taken, skipped) => taken.or(skipped).or(cut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(cell: &str) -> (Option<Says>, Option<String>, Quality) {
        let saying = understand(cell).unwrap_or_else(|| panic!("not understood: {cell}"));
        (saying.effect, saying.code, saying.quality)
    }

    fn code(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    const WHOLE: Quality = Quality::Complete;
    const CUT: Quality = Quality::Truncated;

    #[test]
    fn whole_sentences_state_effect_and_code() {
        use Says::{AcceptedButFails, Denied, DeniedWhenDiskInUse, Unaffected};
        assert_eq!(says("Normal logic"), (Some(Unaffected), None, WHOLE));
        assert_eq!(says("Unaffected."), (Some(Unaffected), None, WHOLE));
        assert_eq!(says("Error"), (Some(Denied), None, WHOLE));
        assert_eq!(says("The operation fails."), (Some(Denied), None, WHOLE));
        assert_eq!(says("Affected and returns an error"), (Some(Denied), None, WHOLE));
        assert_eq!(
            says("Affected and returns an error. Error code: Fence.Wet."),
            (Some(Denied), code("Fence.Wet"), WHOLE)
        );
        assert_eq!(
            says("The operation fails and returns the FenceWet error code."),
            (Some(Denied), code("FenceWet"), WHOLE)
        );
        assert_eq!(
            says(
                "Returns an error if the disk is in the In_use status. - Normal logic when the \
                  disk is in another state."
            ),
            (Some(DeniedWhenDiskInUse), None, WHOLE)
        );
        assert_eq!(
            says("The command is accepted but fails to execute. No error is returned."),
            (Some(AcceptedButFails), None, WHOLE)
        );
        for cell in [
            "Error (Only for disks attached to the instance in the In_use status)",
            "Error (In_use), Normal logic (another status)",
        ] {
            assert_eq!(says(cell), (Some(DeniedWhenDiskInUse), None, WHOLE), "{cell}");
        }
    }

    #[test]
    fn chinese_sentences_state_the_same_effects() {
        use Says::{Denied, DeniedWhenDiskInUse, Unaffected};
        assert_eq!(says("正常逻辑"), (Some(Unaffected), None, WHOLE));
        assert_eq!(says("不受影响。"), (Some(Unaffected), None, WHOLE));
        assert_eq!(says("报错"), (Some(Denied), None, WHOLE));
        assert_eq!(says("操作失败，返回FenceWet错误码。"), (Some(Denied), code("FenceWet"), WHOLE));
        let in_use = Some(DeniedWhenDiskInUse);
        assert_eq!(says("报错(仅针对挂载到该实例上的磁盘,In_use状态)"), (in_use, None, WHOLE));
        assert_eq!(says("报错（仅针对挂载"), (None, None, CUT));
        assert_eq!(says("报错(In_use)，正常逻辑（其他状态）"), (in_use, None, WHOLE));
        assert_eq!(says("- In_use状态时，报错\n- 其他状态时，正常逻辑"), (in_use, None, WHOLE));
        assert_eq!(says("- In_use状态时，"), (None, None, CUT));
        assert_eq!(understand("- 其他状态时，报错"), None);
        assert_eq!(understand("可能报错"), None);
        assert_eq!(understand("报错吗"), None);
    }

    #[test]
    fn a_lost_cell_states_nothing() {
        assert_eq!(says(""), (None, None, CUT));
        assert_eq!(says("The"), (None, None, CUT));
        assert_eq!(says("The operation fails"), (None, None, CUT));
        let half = "- When the disk is in the In_use:\n- When the disk is in the other status: Normal logic";
        assert_eq!(says(half), (None, None, CUT));
    }

    #[test]
    fn a_sentence_that_breaks_off_behind_its_effect_states_the_effect() {
        use Says::{Denied, DeniedWhenDiskInUse};
        assert_eq!(says("The operation fails and returns the"), (Some(Denied), None, CUT));
        assert_eq!(says("The operation fails with the"), (Some(Denied), None, CUT));
        assert_eq!(
            says("When a disk mounted on the instance is in use ("),
            (Some(DeniedWhenDiskInUse), None, CUT)
        );
        assert_eq!(
            says(
                "The FenceWet error occurs when a disk that is attached to the instance is in the"
            ),
            (Some(DeniedWhenDiskInUse), code("FenceWet"), CUT)
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for cell in ["Maybe", "Normal", "Errors", "The operation", "Unaff", "Error and more"] {
            let saying = understand(cell);
            let guessed = saying.filter(|saying| saying.effect.is_some());
            assert_eq!(guessed, None, "{cell}");
        }
        assert_eq!(understand("Unaff"), None);
        assert_eq!(understand("Error and more"), None);
    }
}
