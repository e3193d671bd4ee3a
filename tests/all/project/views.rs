//! Zones that stand in several views: what is right in one of them is right, and what is wrong is said of a view.

use crate::support::{Run, project_with, run_in, text};

const HEAD: &str = "$TTL 1h\n@ IN SOA ns1.dns.example. hostmaster.dns.example. 1 4h 1h 2w 1h\n\
                    @ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\n";

/// Two views, each with a version of `example.com`, and zones that stand in both.
fn conf(shared: &[&str]) -> String {
    let zone = |name: &str, file: &str| format!("  zone \"{name}\" {{ type primary; file \"zones/{file}\"; }};\n");
    let both: String = shared.iter().map(|name| zone(name, name)).collect();
    let view = |name: &str| format!("view \"{name}\" {{\n{}{both}}};\n", zone("example.com", &format!("{name}.com")));
    view("inside") + &view("outside")
}

fn messages(run: &Run) -> Vec<String> {
    run.findings().iter().map(|finding| text(&finding["message"])).collect()
}

fn check(inside: &str, outside: &str, shared: &[(&str, &str)]) -> Vec<String> {
    let names: Vec<&str> = shared.iter().map(|(name, _)| *name).collect();
    let mut files = vec![
        ("named.conf".to_owned(), conf(&names)),
        ("zones/inside.com".to_owned(), HEAD.to_owned() + inside),
        ("zones/outside.com".to_owned(), HEAD.to_owned() + outside),
    ];
    files.extend(shared.iter().map(|(name, text)| (format!("zones/{name}"), HEAD.to_owned() + text)));
    let files: Vec<(&str, &String)> = files.iter().map(|(name, text)| (name.as_str(), text)).collect();
    messages(&run_in(project_with(&files).path(), &["check", "--format", "json"]))
}

const REVERSE: &str = "2.0.192.in-addr.arpa";

#[test]
fn a_pointer_is_right_if_it_is_in_one_view() {
    let reverse = "1 PTR www.example.com.\n2 PTR www.example.com.\n3 PTR only.example.com.\n";
    let found = check("www A 192.0.2.1\nonly A 192.0.2.3\n", "www A 192.0.2.2\n", &[(REVERSE, reverse)]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_is_wrong_in_all_views_names_one() {
    let reverse = "1 PTR www.example.com.\n4 PTR mial.example.com.\n";
    let zone = "www A 192.0.2.7\nmail A 192.0.2.4\n";
    let found = check(zone, zone, &[(REVERSE, reverse)]);
    assert_eq!(
        found,
        [
            "192.0.2.1 points at `www.example.com.`, which has another address in view `inside`",
            "192.0.2.4 points at `mial.example.com.`, which does not exist in view `inside`",
        ]
    );
}

#[test]
fn a_target_is_right_if_it_is_in_one_view() {
    let net =
        "a CNAME in.example.com.\nb CNAME out.example.com.\nc CNAME gone.example.com.\n@ MX 5 also.example.com.\n";
    let found = check("in A 192.0.2.1\nalso CNAME in\n", "out A 192.0.2.2\nalso CNAME out\n", &[("example.net", net)]);
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "MX points at `also.example.com.`, which is an alias in view `inside`",
            "`gone.example.com.` does not exist in zone `example.com.` in view `inside`",
        ]
    );
}

/// The zone below is delegated to the world, and inside its names are in the zone above.
#[test]
fn a_delegation_is_right_if_it_is_in_one_view() {
    let child = "@ NS ns.lab.example.com.\nns A 192.0.2.53\n";
    let servers = "lab NS ns1.dns.example.\nlab NS ns2.dns.example.\nlab NS ns.lab\n";
    let right = format!("{servers}ns.lab A 192.0.2.53\n");
    assert_eq!(check("", &right, &[("lab.example.com", child)]), Vec::<String>::new());
    let other = format!("{servers}ns.lab A 192.0.2.99\n");
    assert_eq!(check(&other, &right, &[("lab.example.com", child)]), Vec::<String>::new());
    let found = check(&other, &other, &[("lab.example.com", child)]);
    // Each stands in a file of its view.
    assert_eq!(found, ["the glue 192.0.2.99 is not an address that `ns.lab.example.com.` has in its own zone"; 2]);
}
