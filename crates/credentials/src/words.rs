//! Splits the command line of a process into words like a POSIX shell, but without one: quotes and
//! backslashes count; variables, comments and operators do not exist. On Windows a backslash is a
//! part of a path, unless it is in quotes and before a quote.
//!
//! Written here, because no crate has the rules of the vendor's SDKs for both systems.

/// `None` if a quote or a backslash at the end has nothing after it.
pub(crate) fn split(command: &str, is_windows: bool) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = command.chars().peekable();
    while let Some(character) = rest.next() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                // There are empty words in quotes.
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => {
                let next = rest.peek().copied();
                let is_special = match (quote, is_windows) {
                    (None, true) => false,
                    (None, false) => true,
                    (Some(_), true) => next == Some('"'),
                    (Some(_), false) => next.is_some_and(|next| "\"\\$`\n".contains(next)),
                };
                match if is_special { rest.next()? } else { '\\' } {
                    // The line goes on.
                    '\n' => {}
                    character => word.get_or_insert_default().push(character),
                }
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    Some(words).filter(|_| quote.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_by_the_rules_of_a_shell() {
        for (command, words) in [
            ("a  b\tc\n", &["a", "b", "c"][..]),
            (r#"a 'b c' "d e"f"#, &["a", "b c", "d ef"]),
            (r#"a "" '' b"#, &["a", "", "", "b"]),
            (r"a\ b \'c \\d", &["a b", "'c", r"\d"]),
            (r#"a "\"b\" \x \\ \$c" '\d'"#, &["a", r#""b" \x \ $c"#, r"\d"]),
            ("a \\\n b \"c\\\nd\"", &["a", "b", "cd"]),
            ("a #1 $HOME; b | c", &["a", "#1", "$HOME;", "b", "|", "c"]),
            (" \n", &[]),
        ] {
            assert_eq!(split(command, false).unwrap_or_default(), words, "{command}");
        }
        for half in ["a 'b", "a \"b", "a \"b'", "a \\"] {
            assert_eq!(split(half, false), None, "{half}");
        }
    }

    #[test]
    fn a_backslash_is_a_part_of_a_path_on_windows() {
        for (command, words) in [
            (r"C:\tools\keys.exe a", &[r"C:\tools\keys.exe", "a"][..]),
            (r#""C:\Program Files\keys.exe" a"#, &[r"C:\Program Files\keys.exe", "a"]),
            (r#"a "say \"b\"" 'c\d' e\"#, &["a", r#"say "b""#, r"c\d", r"e\"]),
            (r"\\server\share\keys.exe", &[r"\\server\share\keys.exe"]),
        ] {
            assert_eq!(split(command, true).unwrap_or_default(), words, "{command}");
        }
    }
}
