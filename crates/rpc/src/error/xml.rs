//! The few elements of an XML error body. Old front ends answer XML when they cannot tell what
//! was asked for; a parser for `<Error>` with text members does not earn a dependency.

/// Error bodies are three elements deep. Without a limit, the paths of a body that is all opening
/// tags would take the square of its size.
const DEEPEST: usize = 16;

/// A name stands in the path of every member below it, and a long one would be copied as often.
const LONGEST_NAME: usize = 64;

/// Error bodies have a dozen members.
const MOST_MEMBERS: usize = 256;

/// Text of every leaf element, with its path below the root (`Code`, `AccessDeniedDetail.PolicyType`).
/// `None` when the root is not `Error`, or when it is deeper, or has more members or longer names,
/// than any error body.
pub(crate) fn error_members(text: &str) -> Option<Vec<(String, String)>> {
    let mut rest = text;
    let mut path: Vec<&str> = Vec::new();
    let mut leaf = String::new();
    let mut out = Vec::new();
    loop {
        let Some(at) = rest.find('<') else {
            return path.is_empty().then_some(out);
        };
        leaf.push_str(&unescape(&rest[..at]));
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let (text, after) = after.split_once("]]>")?;
            leaf.push_str(text);
            rest = after;
            continue;
        }
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->")?.1;
            continue;
        }
        let (tag, after) = rest[1..].split_once('>')?;
        rest = after;
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if path.pop()? != name.trim() {
                return None;
            }
            let text = std::mem::take(&mut leaf);
            if !text.trim().is_empty() && !path.is_empty() {
                let mut full = path[1..].to_vec();
                full.push(name.trim());
                if out.len() == MOST_MEMBERS {
                    return None;
                }
                out.push((full.join("."), text));
            }
        } else if !tag.ends_with('/') {
            let name = tag.split_whitespace().next()?;
            let unusual = path.len() == DEEPEST || name.len() > LONGEST_NAME;
            if path.is_empty() && name != "Error" || unusual {
                return None;
            }
            path.push(name);
            leaf.clear();
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match split_entity(after).and_then(|(name, tail)| Some((entity(name)?, tail))) {
            Some((character, tail)) => {
                out.push(character);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The name up to `;` and the text behind it. Only as far as a name can reach: a body of nothing
/// but `&` is not searched anew for each of them.
pub(super) fn split_entity(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = "#x0010FFFF".len();
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The character of an entity, by name or number.
pub(super) fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::error_members;

    #[test]
    fn members_come_with_their_path_and_their_entities_resolved() {
        let text = "<?xml version='1.0'?>\n<!-- x --><Error a='1'> <Code>A.B</Code><Message>bad \
                    &lt;x&gt; &#38; &#x43; &nope; &</Message><Empty/><Detail><![CDATA[<raw>]]></Detail>\
                    <AccessDeniedDetail><PolicyType>p</PolicyType></AccessDeniedDetail></Error>";
        let members = error_members(text).unwrap();
        let expected = [
            ("Code", "A.B"),
            ("Message", "bad <x> & C &nope; &"),
            ("Detail", "<raw>"),
            ("AccessDeniedDetail.PolicyType", "p"),
        ];
        assert_eq!(members, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn a_body_made_to_be_slow_is_read_in_time_that_grows_with_its_size() {
        let many = 1 << 18;
        let text = format!("<Error><Code>{};</Code></Error>", "&".repeat(many));
        assert_eq!(error_members(&text).unwrap()[0].1.len(), many + 1);
        let nested = |depth: usize| {
            let (open, close) = ("<a>".repeat(depth), "</a>x".repeat(depth));
            error_members(&format!("<Error>{open}x{close}</Error>"))
        };
        assert_eq!(nested(super::DEEPEST - 1).unwrap().len(), super::DEEPEST - 1);
        assert_eq!(nested(many), None);
    }

    #[test]
    fn anything_else_is_not_an_error_body() {
        for text in
            ["<html><body>x</body></html>", "<Error><Code>x</Error>", "<Error>", "<Error", "</a>"]
        {
            assert_eq!(error_members(text), None, "{text}");
        }
    }
}
