//! Rule files that are no YAML, or hardly.

use super::errors::{place, run_with};

#[test]
fn what_is_no_yaml_has_its_place() {
    for (text, place, said) in [
        ("services: [\n", "1:11", "this is not valid YAML"),
        ("a: 'x' y\n", "1:8", "this is not valid YAML"),
        ("a: *x\n", "1:4", "there is no `&x` before `*x`"),
        ("a: 1\n---\nb: 1\n", "2:1", "a second document begins here"),
        ("checks: !x {}\n", "1:12", "tags (`!name`) have no meaning"),
    ] {
        let run = run_with(text, "concise");
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stdout.contains(&format!("zonelint.yaml:{place}: ")), "{text}{}", run.stdout);
        assert!(run.stdout.contains(said), "{text}{}", run.stdout);
    }
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    assert!(run_with(&bomb, "concise").stdout.contains("the aliases expand to more than 10000 values"));
    let deep = format!("services: {}\n", "[".repeat(1000));
    assert!(run_with(&deep, "concise").stdout.contains("this is not valid YAML"));
}

/// What is complete before broken syntax is read, and its mistakes are told with it. Of an entry that
/// is cut off nothing is said: what it lacks may stand behind the break.
#[test]
fn mistakes_before_broken_syntax_are_told_too() {
    let text = "servces: []\nservices:\n  - {service: _a._tcp, port: 70000}\n  - service: _b._tcp\n    prot: 7\n  - port: [1, 2\nchecks: {}\n";
    for (text, places) in [
        (text, vec![(1, 1), (3, 30), (5, 5)]),
        ("records:\n  - {name: a\n", vec![]),
        ("ttl:\n  - types: [A]\n    range: 'x\n", vec![]),
        ("checks:\n  srv-port-transposed: eror\n  ttl-out-of-range: [\n", vec![(2, 24)]),
        ("extends: [builtin:lnyc, 'a\n", vec![(1, 11)]),
    ] {
        let run = run_with(text, "concise");
        let (breaks, others): (Vec<_>, Vec<_>) =
            run.stdout.lines().partition(|line| line.contains("this is not valid YAML"));
        let found: Vec<(usize, usize)> = others.into_iter().map(place).collect();
        assert_eq!((run.code, found, breaks.len()), (2, places, 1), "{text}{}", run.stdout);
    }
}

/// What people write who do not have YAML at their fingertips: each is told what to type.
#[test]
fn slips_of_yaml_are_told_what_to_type() {
    for (entry, help) in [
        ("port:5061", "write a space after the colon of a key"),
        ("reason: firewall: CHG-20931", "put a value with `: ` in it in quotes"),
        ("reason: #20931", "put a value that begins with `#` in quotes"),
        ("target: *.{zone}", "put a value that begins with `*` in quotes"),
        ("target: {zone}", "put a value that begins with `{` in quotes"),
        ("\tport: 5061", "indent with spaces"),
    ] {
        let rules = format!("services:\n  - service: _a._tcp\n    {entry}\n    ttl: 5m\n");
        let run = run_with(&rules, "json");
        let findings = run.findings();
        assert_eq!((run.code, findings.len()), (2, 1), "{rules}{findings:#?}");
        assert!(findings[0]["help"].as_str().is_some_and(|said| said.starts_with(help)), "{rules}{findings:#?}");
    }
    let rules = "services:\n  - {service: _a._tcp}\n  - {service: _a._tcp, zones: [example.com]}\n";
    let found = run_with(rules, "concise").stdout;
    assert!(found.contains("`zones` is not a key") && !found.contains("given twice"), "{found}");
}

#[test]
fn what_is_not_seen_is_named() {
    let run = run_with("checks: {\"duplicate\\u200b-record\": off}\n", "concise");
    assert!(run.stdout.contains("`duplicate<U+200B>-record`"), "{run:#?}");
}

#[test]
fn a_merge_conflict_is_one_mistake() {
    let text = "services:\n<<<<<<< HEAD\n  - {service: _a._tcp, port: 1}\n=======\n  - {service: _a._tcp, prot: 2}\n>>>>>>> other\nchecks: {}\n";
    let run = run_with(text, "concise");
    assert_eq!(run.code, 2, "{run:?}");
    let told: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("zonelint.yaml")).collect();
    assert_eq!(told, ["zonelint.yaml:2:1: error[rule-file-invalid]: a merge conflict is not resolved"]);
}
