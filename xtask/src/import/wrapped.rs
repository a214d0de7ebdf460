//! Files that hold a page inside something else, which no reader takes apart: the archive of a
//! browser, or an answer with its headers.

use super::issues::Issues;

/// Says what a file is and what to save instead; whether it is such a file.
pub(super) fn report(text: &str, issues: &mut Issues) -> bool {
    let start: String = text.chars().take(4000).collect::<String>().to_ascii_lowercase();
    if start.contains("mime-version:") && start.contains("multipart/related") {
        issues.advise(
            1,
            "this is a web archive (MHTML), a page with all its images in one file",
            "save the page as `Webpage, HTML only`, or copy it from the browser",
        );
        return true;
    }
    let lines = start.lines().map(str::trim_start);
    let mut lines = lines.enumerate().skip_while(|(_, line)| line.is_empty());
    let Some((_, first)) = lines.next().filter(|(_, line)| !line.starts_with('<')) else {
        return false;
    };
    // A sample of HTML in a page stands in a block of code.
    let before = lines.take_while(|(_, line)| !line.starts_with("```"));
    let mut markup = before.filter(|(_, line)| line.starts_with("<!doctype html"));
    let Some((at, _)) = markup.next().filter(|_| !first.starts_with("```")) else { return false };
    issues.advise(
        at + 1,
        "other text stands before `<!DOCTYPE html>`, such as the headers of an answer",
        "save the page alone: delete the lines above, or leave out the option that adds them (`curl -i`)",
    );
    true
}
