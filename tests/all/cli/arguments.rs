//! The program as its callers see it: exit status, streams and flags.

use crate::support::{FORMATS, SWAPPED, ZONE, project, project_with, text, write, zonelint, zonelint_with_stdin};

fn zone_with(records: &str) -> String {
    ZONE.to_owned() + records
}

#[test]
fn a_clean_zone_is_0() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let run = zonelint(dir.path(), &["check", "example.com.zone"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "nothing found in 1 zone (6 records)\n"), "{run:#?}");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_finding_is_1() {
    let dir = project_with(&[("example.com.zone", zone_with(SWAPPED))]);
    assert_eq!(zonelint(dir.path(), &["check", "example.com.zone"]).code, 1);
}

#[test]
fn the_current_directory_is_the_default() {
    let dir = project_with(&[("zones/example.com.zone", zone_with(SWAPPED))]);
    let run = zonelint(dir.path(), &["check", "--format", "concise"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("zones/example.com.zone:9:39: error[srv-port-transposed]: "), "{run:#?}");
}

#[test]
fn a_missing_file_is_2_and_the_others_are_linted() {
    let dir = project_with(&[("example.com.zone", zone_with(SWAPPED))]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "gone.zone", "example.com.zone"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("gone.zone"), "{run:#?}");
    assert_eq!(run.checks(), ["srv-port-transposed"]);
}

#[test]
fn a_directory_without_zones_is_2() {
    let dir = project_with(&[("notes/readme.txt", "no zone here\n")]);
    let run = zonelint(dir.path(), &["check", "notes"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("`notes`") && run.stderr.contains("no zone file"), "{run:#?}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_2_and_the_others_are_linted() {
    use std::os::unix::fs::PermissionsExt;

    let dir = project_with(&[("a.example.zone", ZONE.to_owned()), ("b.example.zone", zone_with(SWAPPED))]);
    let closed = dir.path().join("a.example.zone");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).expect("it is ours");
    if crate::support::reads_everything(&closed) {
        #[allow(clippy::print_stderr, reason = "a test that was not run says so")]
        {
            eprintln!("skipped: this user reads every file");
        }
        return;
    }
    for path in [".", "a.example.zone"] {
        let run = zonelint(dir.path(), &["check", "-f", "json", path]);
        assert_eq!(run.code, 2, "{run:#?}");
        assert!(run.stderr.contains("a.example.zone") && run.stderr.contains("permission denied"), "{run:#?}");
    }
    assert_eq!(zonelint(dir.path(), &["check", "-f", "json", "."]).checks(), ["srv-port-transposed"]);
}

/// A file that somebody names is a zone to him: what is wrong with it is a finding.
#[test]
fn a_named_file_is_read_whatever_it_holds() {
    for (name, bytes, expected) in [
        ("empty.zone", &b""[..], "not-a-zone-file"),
        ("binary.zone", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "not-a-zone-file"),
        ("raw.zone", b"\0\0\0\x02\0\0\0\x01\0\0\0\0", "not-a-zone-file"),
        ("jinja.zone", b"$TTL {{ ttl }}\n@ IN SOA {{ ns }} h 1 4h 1h 2w 1h\n", "not-a-zone-file"),
        ("erb.zone", b"<% zones.each do |z| %>\n@ IN SOA ns1 h 1 4h 1h 2w 1h\n", "not-a-zone-file"),
        ("shell.zone", b"$ORIGIN ${ZONE}.\n@ IN SOA ns1 h 1 4h 1h 2w 1h\n", "not-a-zone-file"),
        ("autoconf.zone", b"$ORIGIN example.com.\n@ IN SOA @@NS@@ h 1 4h 1h 2w 1h\n", "not-a-zone-file"),
        ("tinydns.zone", b"+www.example.com:192.0.2.1:300\n", "not-a-zone-file"),
        ("no-soa.zone", b"$ORIGIN example.com.\n$TTL 1h\n@ NS ns1\nns1 A 192.0.2.1\n", "soa-missing"),
        ("prose.zone", b"How to write a zone, in three steps\n", "syntax-error"),
    ] {
        let dir = project_with(&[(name, bytes)]);
        let run = zonelint(dir.path(), &["check", "-f", "json", name]);
        crate::support::contract::assert_contract(&run);
        assert_eq!(run.code, 1, "{name}: {run:#?}");
        assert!(run.checks().iter().any(|check| check == expected), "{name}: {run:#?}");
        let clear = run.findings().into_iter().filter(|finding| finding["severity"] == "error");
        assert!(expected != "not-a-zone-file" || clear.count() == 1, "{name}: one clear message: {run:#?}");
    }
}

#[test]
fn standard_input_is_a_zone() {
    let dir = project();
    let zone = zone_with(SWAPPED);
    let run = zonelint_with_stdin(dir.path(), &["check", "-f", "concise", "-"], zone.as_bytes());
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("<stdin>:9:39: error[srv-port-transposed]"), "{run:#?}");

    let named = ["check", "-f", "concise", "--stdin-filename", "zones/example.com.zone", "-"];
    let run = zonelint_with_stdin(dir.path(), &named, zone.as_bytes());
    assert!(run.stdout.starts_with("zones/example.com.zone:9:39: error"), "{run:#?}");
}

#[test]
fn includes_of_standard_input_are_found_beside_its_name() {
    let dir = project_with(&[("zones/more.inc", SWAPPED)]);
    let arguments = ["check", "-f", "json", "--stdin-filename", "zones/example.com.zone", "-"];
    let run = zonelint_with_stdin(dir.path(), &arguments, zone_with("$INCLUDE more.inc\n").as_bytes());
    let errors = run.findings().into_iter().filter(|finding| finding["severity"] == "error");
    assert_eq!(errors.map(|finding| text(&finding["file"])).collect::<Vec<_>>(), ["zones/more.inc"]);
}

#[test]
fn the_origin_can_be_given_with_and_without_the_final_dot() {
    let relative = ZONE.replace("$ORIGIN example.com.\n", "") + SWAPPED;
    for origin in ["example.com", "example.com.", "EXAMPLE.com"] {
        let dir = project();
        let run =
            zonelint_with_stdin(dir.path(), &["check", "-f", "json", "--origin", origin, "-"], relative.as_bytes());
        assert_eq!(run.checks(), ["srv-port-transposed"], "{origin}");
        let zone = text(&run.findings()[0]["zone"]);
        assert!(zone.eq_ignore_ascii_case("example.com."), "{zone}");
    }
}

#[test]
fn a_given_origin_counts_more_than_the_name_of_the_file() {
    let relative = ZONE.replace("$ORIGIN example.com.\n", "");
    let dir = project_with(&[("example.net.zone", relative)]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--origin", "example.com", "example.net.zone"]);
    assert_eq!((run.code, run.findings().len()), (0, 0), "{run:#?}");
}

#[test]
fn for_a_directory_the_origin_serves_files_that_nothing_tells_of() {
    let relative = ZONE.replace("$ORIGIN example.com.\n", "");
    let dir = project_with(&[("z/primary", relative.clone() + SWAPPED), ("z/example.net.zone", relative + SWAPPED)]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--origin", "example.com", "z"]);
    let zones: Vec<_> = run.findings().iter().map(|finding| text(&finding["zone"])).collect();
    assert_eq!(zones, ["example.net.", "example.com."], "{run:#?}");
}

#[test]
fn a_zone_of_another_name_is_told() {
    let dir = project_with(&[("a.zone", ZONE)]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--origin", "example.org", "a.zone"]);
    assert_eq!((run.code, run.checks()), (1, vec!["origin-differs".to_owned()]));
}

#[test]
fn the_rule_file_above_is_found_and_can_be_passed_over() {
    let rules = "services: [{service: _sipfederationtls._tcp, port: 5601}]\n";
    let dir = project_with(&[("zonelint.yaml", rules.to_owned()), ("zones/a/example.com.zone", zone_with(SWAPPED))]);
    let inside = dir.path().join("zones/a");
    assert_eq!(zonelint(&inside, &["check"]).code, 0);
    assert_eq!(zonelint(&inside, &["check", "--no-config"]).code, 1);
    write(dir.path(), "other.yaml", "checks: {srv-port-transposed: off}\n");
    assert_eq!(zonelint(&inside, &["check", "--config", "../../other.yaml"]).code, 0);
    let both = zonelint(&inside, &["check", "--no-config", "--config", "../../other.yaml"]);
    assert_eq!((both.code, both.stdout.as_str()), (2, ""));
}

#[test]
fn a_hidden_rule_file_is_found_and_none_above_the_repository() {
    let rules = "checks: {srv-port-transposed: off}\n";
    let dir = project_with(&[(".zonelint.yaml", rules.to_owned()), ("inner/example.com.zone", zone_with(SWAPPED))]);
    let inner = dir.path().join("inner");
    assert_eq!(zonelint(&inner, &["check"]).code, 0);
    std::fs::create_dir(inner.join(".git")).expect("it can be made");
    assert_eq!(zonelint(&inner, &["check"]).code, 1);
}

#[test]
fn a_rule_file_that_is_not_there_is_2() {
    let dir = project_with(&[("example.com.zone", zone_with(SWAPPED))]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--config", "gone.yaml"]);
    crate::support::contract::assert_contract(&run);
    assert_eq!((run.code, run.findings().len()), (2, 0));
    assert!(run.stderr.contains("`gone.yaml`"), "{run:#?}");
}

/// A zone must not pass because the rules that would stop it could not be read.
#[test]
fn every_mistake_of_a_rule_file_is_reported_and_no_zone_is_linted() {
    let rules = "\
version: 1
servces: []
services:
  - service: _sip._tls
    port: 70000
    policy: fixd
    ttl: 5 parsecs
ttl:
  - {types: [A], range: 1h..5m}
checks: {srv-port-transposd: error}
";
    let dir = project_with(&[("zonelint.yaml", rules.to_owned()), ("example.com.zone", zone_with(SWAPPED))]);
    let run = zonelint(dir.path(), &["check", "-f", "concise"]);
    assert_eq!(run.code, 2);
    let places: Vec<_> = run.stdout.lines().map(|line| line.split(": error[").next().unwrap_or(line)).collect();
    let expected = ["2:1", "5:11", "6:13", "7:10", "9:25", "10:10"];
    assert_eq!(places, expected.map(|place| format!("zonelint.yaml:{place}")), "{run:#?}");
    assert!(run.stdout.lines().all(|line| line.contains("error[rule-file-invalid]: ")), "{run:#?}");
    assert_eq!(run.stderr, "zonelint: `zonelint.yaml` has mistakes and is not used; no zone was checked\n");

    let run = zonelint(dir.path(), &["check", "-f", "json"]);
    crate::support::contract::assert_contract(&run);
    assert_eq!((run.code, run.findings().len()), (2, 6));
    let full = zonelint(dir.path(), &["check"]);
    assert_eq!(full.stdout.matches("error[rule-file-invalid]").count(), 6, "{full:#?}");
}

#[test]
fn fail_on_moves_the_threshold() {
    let (error, info) = (SWAPPED, "www 10 IN A 192.0.2.9\n");
    let warning = "www IN A 192.0.2.9\nwww IN A 192.0.2.9\n";
    for (records, codes) in [("", [0; 4]), (info, [0, 0, 1, 0]), (warning, [0, 1, 1, 0]), (error, [1, 1, 1, 0])] {
        let dir = project_with(&[("example.com.zone", zone_with(records))]);
        for (word, code) in ["error", "warning", "info", "never"].into_iter().zip(codes) {
            let run = zonelint(dir.path(), &["check", "--fail-on", word]);
            assert_eq!(run.code, code, "{records}{word} {run:#?}");
        }
    }
    let dir = project();
    assert_eq!(zonelint(dir.path(), &["check", "--fail-on", "never", "gone.zone"]).code, 2);
    assert_eq!(zonelint(dir.path(), &["check", "--fail-on", "sometimes"]).code, 2);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let dir = project_with(&[("example.com.zone", zone_with(SWAPPED))]);
    let colours = |arguments: &[&str], env: &[(&str, &str)]| {
        let mut command = crate::support::program(dir.path());
        let output = command.arg("check").args(arguments).envs(env.iter().copied()).output().expect("it runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!colours(&[], &[]), "stdout is no terminal here");
    assert!(colours(&["--color", "always"], &[]));
    assert!(colours(&["--color", "always"], &[("NO_COLOR", "1")]), "the flag counts more");
    assert!(!colours(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(colours(&["--color", "auto"], &[("FORCE_COLOR", "1")]));
    assert!(!colours(&["--color", "auto"], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    for format in &FORMATS[1..] {
        assert!(!colours(&["--color", "always", "-f", format], &[]), "{format} is for programs");
    }
}

#[test]
fn frames_are_ascii_where_the_locale_is() {
    let dir = project_with(&[("example.com.zone", zone_with(SWAPPED))]);
    let mut command = crate::support::program(dir.path());
    let output = command.env("LC_ALL", "C").arg("check").output().expect("it runs");
    assert!(output.stdout.is_ascii());
}

#[test]
fn mistakes_in_the_arguments_are_2() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    for arguments in [&[][..], &["lint"], &["check", "--bogus"], &["check", "--format", "xml"], &["check", "--origin"]]
    {
        let run = zonelint(dir.path(), arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_answers() {
    let dir = project();
    let run = zonelint(dir.path(), &["--version"]);
    assert_eq!((run.code, run.stdout), (0, format!("zonelint {}\n", env!("CARGO_PKG_VERSION"))));
    let run = zonelint(dir.path(), &["--help"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout, @r"
    Lints DNS zone files offline: transposed ports, wrong services, TTLs, dangling
    targets

    Usage: zonelint <COMMAND>

    Commands:
      check        Check zone files
      diff         Show what differs between two versions of the zones
      services     List the services of all zones side by side
      explain      Explain a check, or list checks
      rules        List checks with their severities, and where these are set
      config       Show the rules in force for a zone, or the schema of rule files
      init         Write a rule file from what the zones contain today
      lsp          Serve an editor: a language server on standard input and output
      completions  Print a completion script for a shell
      man          Print the manual page of zonelint, or of a command
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Examples:
      check all zones below the current directory:
          zonelint check
      read about a finding:
          zonelint explain srv-port-transposed
      start with an old repository:
          zonelint check --write-baseline

    Exit status:
      0  no findings at or above --fail-on
      1  findings at or above --fail-on
      2  the job could not be done, or only in part: standard error says why
    ");
}

#[test]
fn the_help_of_check() {
    let run = zonelint(project().path(), &["check", "-h"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout, @r"
    Check zone files

    Usage: zonelint check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...  Zone files, directories to search for them, or `-` for standard
                 input [default: .]

    Options:
      -h, --help  Print help (see more with '--help')

    Input:
          --origin <NAME>          Origin of the zone file that is named, or of
                                   standard input
          --include-dir <DIR>      Directory that relative $INCLUDE paths start from
          --stdin-filename <PATH>  Path that standard input has in reports
          --no-gitignore           Read files of directories that .gitignore leaves
                                   out, too
          --limit <NAME=N>         Change a limit; `zonelint explain limit-reached`
                                   lists them; repeatable
          --exclude <GLOB>         Skip files of searched directories by path;
                                   repeatable
          --list-files             Check nothing; list the files, their zones, and
                                   how the zone is known

    Rules:
      -c, --config <FILE>        Rule file
          --no-config            Use no rule file, only the built-in recommended
                                 rules
          --allow-extends <DIR>  Directory from which `extends` may read rule files;
                                 repeatable
          --now <TIME>           Time at which DNSSEC signatures are judged
                                 [default: now]

    Checks and exit status:
          --select <CHECK>
              Run only these checks; one that is off by default runs if its id is
              given
          --error <CHECK>
              Report these checks as errors: ids, patterns such as `srv-*`, groups
              or `all`; repeatable, or separated by commas
          --warn <CHECK>
              Report them as warnings
          --info <CHECK>
              Report them as infos
          --off <CHECK>
              Switch them off
          --fail-on <SEVERITY>
              Lowest severity that makes the exit status 1 [possible values: error,
              warning, info, never]
          --min-severity <SEVERITY>
              Lowest severity that is shown; lower findings do not make the exit
              status 1 either [default: info] [possible values: error, warning,
              info]
          --dnssec
              Verify the signatures of signed zones

    Fixes:
          --fix           Fix what is found, where the right text is proven
          --unsafe-fixes  Apply fixes that a person has to look at, too
          --diff          Write nothing; show what --fix would change

    Known findings:
          --no-ignores
              Show findings that comments in zones silence
          --add-ignores <REASON>
              Write comments into the zone files that silence all findings shown,
              with this reason
          --base [<REV|DIR>]
              Hide the findings that an older version has, too, and check what was
              changed since
          --baseline <FILE>
              Hide the findings listed in this baseline
          --no-baseline
              Use no baseline
          --write-baseline[=<FILE>]
              Write the baseline: all findings of today
          --prune-baseline
              Remove from the baseline what is no longer found

    Output:
      -f, --format <FORMAT>     Output format [possible values: full, concise, json,
                                sarif, github, gitlab, junit, rdjson, html]
      -o, --output-file <FILE>  Write the findings to a file; `-` is standard output
          --statistics[=<BY>]   Show the number of findings of each check, file or
                                zone instead of the findings [possible values:
                                check, file, zone]
      -q, --quiet               Write only findings and errors: no closing line, no
                                notes
          --color <WHEN>        When to use colours [default: auto] [possible
                                values: auto, always, never]
      -v, --verbose             Say on standard error which rule file,
                                configurations and folders were used, and what was
                                skipped and why

    Exit status: 0 clean, 1 findings at or above --fail-on, 2 job not completed
    ");
}

/// An entry that applies to nothing is told, unless only a part was read.
#[test]
fn unused_rules_are_told_when_the_whole_project_was_read() {
    let rules = "\
services:
  - {service: _sip._tls, in: [exmaple.com], ttl: 5m..1h}
  - {service: _xmpp-client._tcp, ttl: 1h}
  - {service: _xmpp-server._tcp, presence: optional, ttl: 1h}
  - {service: _imap._tcp, presence: forbidden}
ttl: [{types: [CAA], range: 1h..1d}, {types: [A], files: ['zones/**'], range: 1s..1d}]
records: [{name: _dmarc, type: TXT, files: ['external/**'], presence: forbidden}]
overrides: [{files: ['labs/**'], checks: {srv-port-transposed: off}}, {in: '*.com', checks: {ttl-missing: off}}]
";
    let files = [("zonelint.yaml", rules.to_owned()), ("zones/a/example.com.zone", zone_with(""))];
    let dir = project_with(&files);
    let unused = |arguments: &[&str]| {
        let run = zonelint(dir.path(), &[&["check", "-f", "json"], arguments].concat());
        assert!(run.checks().iter().all(|check| check == "rule-unused"), "{run:#?}");
        let at = |finding: &serde_json::Value| {
            crate::support::pointed_at(finding, rules.as_bytes())
                .iter()
                .take(20)
                .map(|b| char::from(*b))
                .collect::<String>()
        };
        run.findings().iter().map(at).collect::<Vec<_>>()
    };
    let all = ["_sip._tls", "_xmpp-client._tcp", "1h..1d", "_dmarc", "{files: ['labs/**'],"];
    assert_eq!(unused(&["."]), all);
    assert_eq!(unused(&[]), all);
    assert_eq!(unused(&["zones"]), [""; 0]);
    assert_eq!(unused(&["zones/a/example.com.zone"]), [""; 0]);
    assert_eq!(unused(&[".", "--off", "rule-unused"]), [""; 0]);
}

/// Paths in a rule file start at its folder, wherever the program runs and whatever extends it.
#[test]
fn rules_for_files_start_at_the_folder_of_their_rule_file() {
    let files = [
        ("dns/zonelint.yaml", "extends: house/rules.yaml\nchecks: {rule-unused: off}\n".to_owned()),
        ("dns/house/rules.yaml", "overrides: [{files: ['lab/**'], checks: {srv-port-transposed: off}}]\n".to_owned()),
        ("dns/house/lab/example.com.zone", zone_with(SWAPPED)),
        ("dns/lab/example.com.zone", zone_with(SWAPPED)),
    ];
    let dir = project_with(&files);
    let run = |cwd: &str, arguments: &[&str]| {
        let run = zonelint(&dir.path().join(cwd), &[&["check", "-f", "json"], arguments].concat());
        run.findings().iter().map(|finding| text(&finding["file"])).collect::<Vec<_>>()
    };
    assert_eq!(run("dns", &[]), ["lab/example.com.zone"]);
    assert_eq!(run("dns/house", &[]), [""; 0]);
    assert_eq!(run("dns/lab", &[]), ["example.com.zone"]);
    assert_eq!(run("", &["--config", "dns/zonelint.yaml", "dns"]), ["dns/lab/example.com.zone"]);
}
