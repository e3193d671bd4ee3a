//! A page of HTML in one file: no script, nothing from outside, to be read on a screen and on paper.

use std::io::{self, Write};

use super::markup::escape;

/// Readable in light and dark; paper is light.
const STYLE: &str = "\
:root { color-scheme: light dark; --line: #8886; --mark: #b00020; --back: #b0002014; }
@media (prefers-color-scheme: dark) { :root { --mark: #ff8a80; --back: #ff8a8022; } }
body { font: 14px/1.45 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.3rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem .3rem 0; text-align: left; vertical-align: top; }
td { max-width: 32ch; overflow-wrap: break-word; }
.number { text-align: right; }
tr.marked td { background: var(--back); }
.mark { color: var(--mark); font-weight: 600; }
@media print {
  :root { color-scheme: light; --mark: #b00020; --back: #fff; }
  @page { size: landscape; margin: 12mm; }
  body { font-size: 9pt; margin: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
";

/// Writes a page; `body` writes what is below its heading.
pub(super) fn page<W: Write>(title: &str, out: &mut W, body: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
    let title = escape(title);
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    // Whatever got into the page, a browser runs and fetches nothing.
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>")?;
    body(out)?;
    writeln!(out, "</body>\n</html>")
}
