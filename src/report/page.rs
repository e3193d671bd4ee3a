//! A page of HTML in one file: no script, nothing from outside, to be read on a screen and on paper.

use std::io::{self, Write};

use super::markup::escape;

/// Readable in light and dark; paper is light.
const STYLE: &str = "\
:root { color-scheme: light dark; --line: #8886; --mark: #b00020; --new: #176b2c; --back: #b0002014; }
@media (prefers-color-scheme: dark) { :root { --mark: #ff8a80; --new: #7ddc94; --back: #ff8a8022; } }
body { font: 14px/1.45 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.3rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem .3rem 0; text-align: left; vertical-align: top; }
td { max-width: 32ch; overflow-wrap: break-word; }
h2 { font-size: 1rem; margin: 1.2rem 0 .4rem; overflow-wrap: anywhere; }
p { margin: .3rem 0; }
pre { font: 13px/1.45 ui-monospace, monospace; margin: 0 0 .4rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
del, ins { text-decoration: none; }
del { color: var(--mark); }
ins { color: var(--new); }
u { text-underline-offset: 3px; text-decoration-thickness: 2px; }
.number { text-align: right; }
tr.marked td { background: var(--back); }
.mark { color: var(--mark); font-weight: 600; }
h3 { font-size: .95rem; margin: 1rem 0 .3rem; overflow-wrap: anywhere; }
article { border-left: 3px solid var(--line); padding-left: .8rem; margin: 0 0 1rem; }
article.error { border-color: var(--mark); }
article.warning { border-color: #c77700; }
article pre { margin: 0 0 .3rem; }
.at { color: #767676; }
code { font: 13px ui-monospace, monospace; }
@media print {
  :root { color-scheme: light; --mark: #b00020; --new: #176b2c; --back: #fff; }
  @page { size: landscape; margin: 12mm; }
  body { font-size: 9pt; margin: 0; }
  thead { display: table-header-group; }
  tr, pre, article { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
";

/// Writes a page; `body` writes what is below its heading.
pub(super) fn page<W: Write>(title: &str, out: &mut W, body: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
    let title = escape(title);
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>")?;
    // Whatever got into the page, a browser runs and fetches nothing.
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")?;
    writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>")?;
    body(out)?;
    writeln!(out, "</body>\n</html>")
}
