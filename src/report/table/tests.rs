use super::*;
use crate::report::Style;

const STYLE: Style = Style { color: false, unicode: true, width: 24, links: false };

fn column(name: &'static str, rank: u8) -> Column {
    Column { name, rank, is_number: name == "port" }
}

fn table(rows: &[([&str; 4], Option<&str>)]) -> Table {
    let row = |&(cells, mark): &([&str; 4], Option<&str>)| Row::new(cells.map(str::to_owned), mark.map(str::to_owned));
    Table {
        title: "A <table>".to_owned(),
        closing: "1 & 2".to_owned(),
        whole_by: "--all",
        columns: vec![column("name", 0), column("view", 2), column("port", 0), column("ttl", 1)],
        rows: rows.iter().map(row).collect(),
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory can be written to");
    String::from_utf8(out).expect("it is text")
}

#[test]
fn columns_are_kept_in_the_order_of_their_ranks_and_shown_in_their_own() {
    let rows = table(&[(["a.example", "inside", "53", "1h"], None), (["b", "", "5061", "300"], Some("why"))]);
    let shown = |width| written(|out| text(&rows, Style { width, ..STYLE }, out));
    assert_eq!(
        shown(80),
        "  NAME       VIEW    PORT  TTL\n  a.example  inside    53  1h\n! b                  5061  300\n    why\n"
    );
    let without = "  NAME       PORT  TTL\n  a.example    53  1h\n! b          5061  300\n    why\n";
    assert_eq!(shown(24), format!("{without}not shown: view (`--all`\nwrites all)\n"));
}

/// What would fit is not left out for another column that would not.
#[test]
fn a_column_that_is_too_wide_takes_no_room_from_the_next() {
    let rows = table(&[(["a", "in", "53", "a very long text of no use"], None)]);
    let shown = written(|out| text(&rows, STYLE, out));
    assert_eq!(shown, "NAME  VIEW  PORT\na     in      53\nnot shown: ttl (`--all`\nwrites all)\n");
}

#[test]
fn a_name_that_is_too_long_keeps_both_ends() {
    let long = format!("{}.example", "n".repeat(60));
    let rows =
        table(&[([&long, "", "53", ""], None), (["\u{65e5}\u{672c}\u{8a9e}".repeat(9).as_str(), "", "1", ""], None)]);
    let shown = written(|out| text(&rows, STYLE, out));
    assert_eq!(shown.lines().nth(1), Some("nnnnnnnn\u{2026}.example    53"));
    let ascii = written(|out| text(&rows, Style { unicode: false, ..STYLE }, out));
    assert_eq!(ascii.lines().nth(1), Some("nnnnnnnn...example    53"));
}

#[test]
fn a_table_without_rows_is_its_closing_line() {
    assert_eq!(written(|out| text(&table(&[]), STYLE, out)), "");
    assert_eq!(written(|out| markdown(&table(&[]), out)), "1 & 2\n");
    assert_eq!(written(|out| csv(&table(&[]), out)), "name,view,port,ttl,finding\r\n");
    let page = written(|out| html(&table(&[]), out));
    assert!(page.contains("<h1>A &lt;table&gt;</h1>\n<p>1 &amp; 2</p>\n</body>"), "{page}");
}

#[test]
fn csv_has_quotes_where_they_are_needed_and_no_formula() {
    let rows = table(&[(["a,b", "a\"b", "-1", " =1"], None), (["\u{ff1d}1", "a\r\nb", "@x", "+1"], Some("x"))]);
    assert_eq!(
        written(|out| csv(&rows, out)),
        "name,view,port,ttl,finding\r\n\"a,b\",\"a\"\"b\",\"'-1\",\"' =1\",\r\n\"'\u{ff1d}1\",a  b,\"'@x\",\"'+1\",x\r\n"
    );
}

#[test]
fn markdown_keeps_marked_rows_where_there_is_no_room_for_all() {
    let long = "l".repeat(MOST_MARKDOWN / 3);
    let rows = [
        ([long.as_str(), "1", "", ""], None),
        ([long.as_str(), "2", "", ""], None),
        ([long.as_str(), "3", "", ""], Some("why")),
    ];
    let text = written(|out| markdown(&table(&rows), out));
    let kept: Vec<&str> = text.lines().filter_map(|line| line.split(" | ").nth(1)).collect();
    assert_eq!(kept, ["view", "1", "3"]);
    assert!(text.len() < MOST_MARKDOWN && text.ends_with("\n1 row left out: `--all` writes all\n"), "{}", text.len());
}
