//! Every key of a rule file with a right value and with wrong ones, as people see the error.

use crate::support::{ZONE, project_with, run_in};

/// A file with `@` in place of a value; values that are right; and values that are wrong, each with
/// the bytes pointed at between `«` and `»`, and what is said of them.
type Row = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const ROWS: &[Row] = &[
    ("version: @", &["1"], &[("«2»", "version `2` is unknown: write `1`")]),
    (
        "extends: @",
        &["builtin:recommended", "[other.yaml]"],
        &[
            ("«builtin:recomended»", "there is no pack `builtin:recomended`; did you mean `builtin:recommended`?"),
            (
                "«builtin:dhcp»",
                "there is no pack `builtin:dhcp`; write `builtin:` and one of `recommended`, `active-directory`,",
            ),
            ("[«gone.yaml»]", "there is no file `gone.yaml`"),
            ("«zonelint.yaml»", "`zonelint.yaml` extends itself: `zonelint.yaml` -> `zonelint.yaml`"),
        ],
    ),
    (
        "fail-on: @",
        &["error", "never"],
        &[(
            "«errors»",
            "`errors` is not a severity: write one of `error`, `warning`, `info`, `never`; did you mean `error`?",
        )],
    ),
    (
        "format: @",
        &["json", "concise"],
        &[(
            "«jsn»",
            "`jsn` is not a format: write one of `full`, `concise`, `json`, `sarif`, `github`, `gitlab`, `junit`, `rdjson`, `html`; did you mean `json`?",
        )],
    ),
    (
        "baseline: @",
        &[],
        &[(
            "«/var/known.json»",
            "`/var/known.json` is an absolute path: `baseline` is relative to the directory of the rule file",
        )],
    ),
    (
        "services: [{service: @}]",
        &["_sip._tls", "_ldap._tcp.*._sites", "'*._tcp'"],
        &[
            ("«_sip._tpc»", "`_tpc` is not a protocol label; did you mean `_tcp`?"),
            ("«sip._tcp»", "`sip._tcp` is not a service: its first label must begin with `_`"),
            ("«_sip»", "`_sip` has no protocol label: write for example `_sip._tcp`"),
            ("«_sip.._tcp»", "`_sip.._tcp` has an empty label: write only the leading labels, without a final dot"),
            ("«_sip**._tcp»", "`_sip**._tcp` has a `**`: in names write `*`"),
        ],
    ),
    (
        "services: [{service: _a._tcp, presence: optional, in: @}]",
        &["example.com", "['*.corp.example', example.org.]", "0/25.2.0.192.in-addr.arpa"],
        &[
            ("«https://example.com»", "`https://example.com` has a `/`: write the name of a zone, as in `example.com`"),
            ("[a.example, «example..com»]", "`example..com` has an empty label"),
            ("«'**.example'»", "`**.example` has a `**`: in names write `*`"),
            ("«[]»", "`in` is empty: remove the key to apply the entry to every zone"),
        ],
    ),
    (
        "services: [{service: _a._tcp, presence: optional, files: @}]",
        &["'external/**'", "['*.zone', './lab/**/db.*']"],
        &[
            ("«'ext**/x'»", "`ext**/x` has a `**` inside a name: it is only for whole directories"),
            ("«C:/zones»", "`C:/zones` cannot match: write paths with `/`, relative to the directory of the rule file"),
            ("«../lab/*»", "`../lab/*` cannot match: no path has the part `..`"),
            ("«lab//x»", "`lab//x` has an empty part"),
            ("«'{a,b}/*'»", "`{a,b}/*` has `{`: the only wildcards are `*` and `**`"),
        ],
    ),
    (
        "services: [{service: _a._tcp, port: @}]",
        &["0", "5061", "'65535'"],
        &[
            ("«65536»", "port `65536` is over 65535"),
            ("«-1»", "`-1` is not a port: write a number from 0 to 65535"),
            ("«[1]»", "a single value is expected, not a list"),
        ],
    ),
    (
        "services: [{service: _a._tcp, also: @}]",
        &["any", "443", "[443, 5901..5999]"],
        &[
            ("«443-5061»", "`443-5061` is not a range: write `443..5061`"),
            ("[1, «9..5»]", "the range `9..5` is reversed: write `5..9`"),
            ("«70000»", "port `70000` is over 65535"),
        ],
    ),
    (
        "services: [{service: _a._tcp, policy: @}]",
        &["fixed", "usual", "free"],
        &[("«fixd»", "`fixd` is not a policy: write one of `fixed`, `usual`, `free`; did you mean `fixed`?")],
    ),
    (
        "services: [{service: _a._tcp, mix-ups: @}]",
        &["[{port: 465, belongs-to: _b._tcp, reason: x}]", "[]"],
        &[
            ("[«{port: 1}»]", "the key `belongs-to` is missing from an entry of `mix-ups`"),
            ("«465»", "`mix-ups` has to be a list of entries, not a single value"),
        ],
    ),
    (
        "services: [{service: _a._tcp, presence: @}]",
        &["optional", "forbidden"],
        &[(
            "«forbiden»",
            "`forbiden` is not a presence: write one of `required`, `optional`, `forbidden`; did you mean `forbidden`?",
        )],
    ),
    (
        "services: [{service: _a._tcp, target: @}]",
        &["'sip.{zone}'", "['*.example.net', .]"],
        &[
            ("«sip»", "`sip` has only one label: write a full name, as in `sip.{zone}`"),
            ("«'a.{domain}'»", "`{domain}` is not a placeholder: the only one is `{zone}`"),
        ],
    ),
    (
        "services: [{service: _a._tcp, targets: @}]",
        &["1", "1..3", "2.."],
        &[
            ("«2 - 3»", "`2 - 3` is not a range: write `2..3`"),
            ("«0»", "a service has at least one target: to forbid it write `presence: forbidden`"),
            ("«3..1»", "the range `3..1` is reversed: write `1..3`"),
        ],
    ),
    (
        "services: [{service: _a._tcp, priority: @}]",
        &["0", "0..10", "..5"],
        &[
            ("«low»", "`low` is not a number: write one from 0 to 65535, or a range as in `0..10`"),
            ("«0..65536»", "`65536` is over 65535"),
            ("«..»", "the range `..` has neither a lower nor an upper end"),
        ],
    ),
    (
        "services: [{service: _a._tcp, weight: @}]",
        &["100"],
        &[("«10..0»", "the range `10..0` is reversed: write `0..10`")],
    ),
    (
        "services: [{service: _a._tcp, ttl: @}]",
        &["300", "5m..1h", "1h..", "1w2d"],
        &[
            ("«5m-1d»", "`5m-1d` is not a range: write `5m..1d`"),
            ("«1h..5m»", "the range `1h..5m` is reversed: write `5m..1h`"),
            ("«5min»", "`5min` is not a duration: write seconds, or units as in `5m`, `1h30m`, `2d`"),
            ("«70y»", "`70y` is not a duration: write seconds, or units as in `5m`, `1h30m`, `2d`"),
        ],
    ),
    (
        "services: [{service: _a._tcp, with: @}]",
        &[
            "[{name: lyncdiscover, type: [A, aaaa]}, {name: '@', type: MX, reason: 20931, source: wiki}]",
            "[{name: '*.pool', type: A, severity: info}]",
            "[]",
        ],
        &[
            ("[{name: a, type: «SVR»}]", "`SVR` is not a record type; did you mean `SRV`?"),
            ("[«{name: a}»]", "the key `type` is missing from an entry of `with`"),
            ("[{name: a, «typ»: A, type: A}]", "`typ` is not a key of an entry of `with`; did you mean `type`?"),
            ("[{name: a, type: «[]»}]", "`type` lists no record type"),
            (
                "[{name: a, type: A, severity: «wraning»}]",
                "`wraning` is not a severity: write one of `off`, `info`, `warning`, `error`; did you mean `warning`?",
            ),
            ("[{name: a, type: A, reason: «[b]»}]", "a single value is expected, not a list"),
        ],
    ),
    (
        "services: [{service: _a._tcp, without: @}]",
        &["[{name: 'msoid*', type: CNAME}]"],
        &[("[«{type: A}»]", "the key `name` is missing from an entry of `without`")],
    ),
    ("services: [{service: _a._tcp, ignorable: @}]", &["false"], &[("«never»", "`never` is not a boolean")]),
    (
        "services: [{service: _a._tcp, severity: @}]",
        &["off", "error"],
        &[("«warn»", "`warn` is not a severity: write one of `off`, `info`, `warning`, `error`")],
    ),
    (
        "services: [{service: _a._tcp, reason: @}]",
        &["firewall", "20931"],
        &[("«{a: b}»", "a single value is expected, not a mapping of keys to values")],
    ),
    ("services: [{service: _a._tcp, source: @}]", &["https://x.example"], &[("«~»", "`source` has no value")]),
    ("services: [{service: _a._tcp, verified: @}]", &["true"], &[("«sure»", "`sure` is not a boolean")]),
    (
        "providers: [{target: @, service: _a._tcp, port: 1}]",
        &["'*.example.net'"],
        &[("«x»", "`x` has only one label: write a full name, as in `x.{zone}`")],
    ),
    (
        "ttl: [{types: @, range: 1h}]",
        &["A", "[MX, TYPE65280]"],
        &[("[A, «AAAAA»]", "`AAAAA` is not a record type; did you mean `AAAA`?")],
    ),
    (
        "ttl: [{owner: @, range: 1h}]",
        &["'@'", "'*._domainkey'"],
        &[("«a.»", "`a.` has an empty label: write only the leading labels, without a final dot")],
    ),
    (
        "ttl: [{range: @}]",
        &["5m..", "0"],
        &[("«-5»", "`-5` is not a duration: write seconds, or units as in `5m`, `1h30m`, `2d`")],
    ),
    ("ttl: @", &["[]"], &[("[«{types: A}»]", "the key `range` is missing from an entry of `ttl`")]),
    (
        "records: [{type: TXT, presence: optional, match: x, name: @}]",
        &["'@'", "'*._domainkey'"],
        &[("«a..b»", "`a..b` has an empty label: write only the leading labels, without a final dot")],
    ),
    (
        "records: [{name: '*.a', presence: forbidden, type: @}]",
        &["[A, AAAA]"],
        &[("«TEXT»", "`TEXT` is not a record type; did you mean `TXT`?")],
    ),
    (
        "records: [@]",
        &["{name: _x, type: TXT, presence: forbidden}"],
        &[
            ("{name: «'*'», type: A}", "`*` has a `*`: a required record needs a full name"),
            (
                "«{name: a, type: A, presence: optional}»",
                "the entry checks nothing: an optional record needs `match` or `value`",
            ),
            (
                "{name: a, type: A, match: x, value: «x»}",
                "use either `match` or `value`: values can be listed under `match` too",
            ),
            (
                "{name: a, type: A, «matches»: x}",
                "`matches` is not a key of an entry of `records`; did you mean `match`?",
            ),
        ],
    ),
    (
        "records: [{name: a, type: A, presence: forbidden, match: @}]",
        &["'192.0.2.*'", "[a, b]"],
        &[("«''»", "no record has empty data")],
    ),
    (
        "records: [{name: a, type: A, presence: optional, value: @}]",
        &["192.0.2.1"],
        &[("«{a: b}»", "`value` has to be a list, not a mapping of keys to values")],
    ),
    (
        "checks: {@}",
        &["srv-port-transposed: error", "srv-service-misspelled: {severity: info, shortest: 7}"],
        &[
            (
                "«srv-port-transpsed»: error",
                "there is no check `srv-port-transpsed`; did you mean `srv-port-transposed`?",
            ),
            (
                "srv-service-misspelled: {«shorter»: 5}",
                "`shorter` is not a parameter of `srv-service-misspelled`: it has `shortest`, `severity`; did you mean `shortest`?",
            ),
            ("srv-port-zero: {«ports»: 5}", "`ports` is not a parameter of `srv-port-zero`: it has `severity`"),
            ("srv-service-misspelled: {shortest: «long»}", "`long` is not a number from 0 to 65535"),
            ("soa-missing: 1, «soa-missing»: 2", "the key `soa-missing` is given twice"),
        ],
    ),
    (
        "overrides: [@]",
        &["{files: '**', checks: {ttl-missing: off}}", "{in: example.com, checks: {}}"],
        &[
            ("«{checks: {}}»", "an entry of `overrides` needs `files` or `in`: for all zones use `checks`"),
            ("«{in: a.example}»", "an entry of `overrides` needs `checks` or `serial`"),
            (
                "{in: a.example, checks: {«ttl-missin»: off}}",
                "there is no check `ttl-missin`; did you mean `ttl-missing`?",
            ),
        ],
    ),
    (
        "zones: [@]",
        &[
            "{files: '*.zone', origin: '{stem}'}",
            "{files: ['lab/**'], origin: '{stem}.lab.example', view: lab}",
            "{files: '*.zone', view: inside}",
        ],
        &[
            (
                "{files: '*', origin: «'{stm}'»}",
                "`{stm}` is not a placeholder: use `{stem}`, `{name}`, `{folder}`; did you mean `{stem}`?",
            ),
            ("{files: '*', origin: «a b»}", "`a b` is not a domain name"),
            ("{files: '*', «orgin»: a.example}", "`orgin` is not a key of an entry of `zones`; did you mean `origin`?"),
            ("«{files: '*'}»", "the key `origin` is missing from an entry of `zones`"),
            ("«{origin: a.example}»", "an entry of `zones` needs `files`, or a configuration as `named-conf`"),
            ("«{named-conf: a, origin: a.example}»", "an entry of `zones` with `named-conf` has no other keys"),
            ("«{named-conf: a, nsd-conf: b}»", "an entry of `zones` with `named-conf` has no other keys"),
            ("{«named-con»: a}", "`named-con` is not a key of an entry of `zones`; did you mean `named-conf`?"),
        ],
    ),
    (
        "exclude: @",
        &["zonelint.yaml", "['*.yaml', /zonelint.*]"],
        &[("«lab/a?»", "`lab/a?` has `?`: the only wildcards are `*` and `**`")],
    ),
    (
        "include: @",
        &["'**'", "/*"],
        &[(
            "[«C:/zones»]",
            "`C:/zones` cannot match: write paths with `/`, relative to the directory of the rule file",
        )],
    ),
    (
        "includes: @",
        &["{/etc/bind: bind}", "{/etc/bind: ., /srv/dns: dns/zones}"],
        &[
            (
                "{«etc/bind»: bind}",
                "`etc/bind` is not an absolute path: write a directory of the server, as in `/etc/bind`",
            ),
            ("«[/etc/bind]»", "`includes` has to be a mapping of the server's directories to yours, not a list"),
        ],
    ),
    (
        "include-dir: @",
        &["."],
        &[(
            "«/etc/bind»",
            "`/etc/bind` is an absolute path: `include-dir` is relative to the directory of the rule file",
        )],
    ),
    (
        "serial: @",
        &["raised", "date", "unixtime", "managed"],
        &[("«manged»", "`manged` is not a serial: write one of `raised`, `date`, `unixtime`, `managed`")],
    ),
    (
        "servers: @",
        &["bind", "[nsd, knot]", "[powerdns, coredns]"],
        &[("[«bnd»]", "`bnd` is not a server: write one of `bind`, `nsd`, `knot`, `powerdns`, `coredns`")],
    ),
    (
        "@",
        &["services: []"],
        &[
            ("«servces»: []", "`servces` is not a key of a rule file; did you mean `services`?"),
            ("«nonsense»: 1", "`nonsense` is not a key of a rule file; the keys are `baseline`, `checks`,"),
            (
                "«output_file»: a",
                "`output_file` is not a key of a rule file; `--output-file` is given on the command line only",
            ),
            ("«verbose»: true", "`verbose` is not a key of a rule file; `--verbose` is given on the command line only"),
        ],
    ),
];

/// A text without the ends of its lines.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file and the place of the mistake in it, line and column from 1.
fn marked(template: &str, value: &str) -> (String, usize) {
    let text = template.replacen('@', value, 1);
    let before = text.split('«').next().unwrap_or_default().chars().count();
    (format!("{}\n", text.replace(['«', '»'], "")), before + 1)
}

#[test]
fn every_key_with_a_right_and_a_wrong_value() {
    let mut wrong = Vec::new();
    for (template, right, mistakes) in ROWS {
        for value in *right {
            let text = format!("{}\nchecks: {{rule-unused: off}}\n", template.replacen('@', value, 1));
            let text = if template.starts_with("checks") { template.replacen('@', value, 1) } else { text };
            let run = run_with(&text, "full");
            if run.code == 2 {
                wrong.push(format!("{text}{}{}", run.stdout, run.stderr));
            }
        }
        for (value, message) in *mistakes {
            let (text, column) = marked(template, value);
            let (concise, full) = (run_with(&text, "concise"), run_with(&text, "full"));
            let said = message.split("; ").next().unwrap_or(message);
            let expected = format!("zonelint.yaml:1:{column}: error[rule-file-invalid]: {said}\n");
            let meant = message.split_once("; ").map_or("", |(_, help)| help);
            let bytes = value.split(['«', '»']).nth(1).unwrap_or_default();
            let has_snippet = full.stdout.contains(bytes) && full.stdout.contains('^');
            let has_help = joined(&full.stdout).contains(meant);
            if concise.code != 2 || !concise.stdout.contains(&expected) || !has_snippet || !has_help {
                wrong.push(format!("expected {expected}{}\n{}{}", full.stdout, concise.stdout, concise.stderr));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn run_with(rules: &str, format: &str) -> crate::support::Run {
    let zone = ZONE.to_owned();
    let files = [("zonelint.yaml", rules.to_owned()), ("other.yaml", String::new()), ("example.com.zone", zone)];
    run_in(project_with(&files).path(), &["check", "-f", format])
}

/// Each line with a mistake says in a comment in which column it is.
const TWENTY: &str = "\
version: 3 # 10
extend: [builtin:lync] # 1
extends: [builtin:recomended] # 11
services:
  - service: _sip._tpc # 14
    prt: 5061 # 5
  - service: _sip._tls
    port: 65536 # 11
    also: [443, 9..5] # 17
    policy: fixd # 13
    presence: need # 15
    priority: 10..0 # 15
    weight: heavy # 13
    targets: 0 # 14
    ttl: 1 hour # 10
    with: [{name: lync, type: CNAM}] # 31
    in: [example..com] # 10
    files: ['ext**/x'] # 13
    port: 5061 # 5
ttl:
  - {types: [SVR], range: 1h} # 14
records:
  - {name: '*', type: TXT} # 12
checks:
  srv-port-transpsed: error # 3
overrides:
  - {files: '*', check: {}} # 5 18
";

#[test]
fn twenty_mistakes_are_reported_in_one_run() {
    let run = run_with(TWENTY, "concise");
    assert_eq!(run.code, 2);
    let found: Vec<(usize, usize)> = run.stdout.lines().map(place).collect();
    let mut expected = Vec::new();
    for (number, line) in TWENTY.lines().enumerate() {
        let columns = line.split_once(" # ").map_or("", |(_, columns)| columns);
        expected.extend(columns.split(' ').filter_map(|column| Some((number + 1, column.parse().ok()?))));
    }
    assert_eq!(found, expected, "{}", run.stdout);
    assert!(found.len() >= 20);
    assert!(run.stdout.lines().all(|line| line.contains("error[rule-file-invalid]")), "no zone is linted");
}

/// Line and column of a finding in a line.
pub(super) fn place(line: &str) -> (usize, usize) {
    let mut parts = line.split(':').skip(1).map(|part| part.parse().unwrap_or_default());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}
