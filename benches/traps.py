#!/usr/bin/env python3
"""Input that is small, valid enough to be read, and hard: what zonelint takes for n of it, and for twice as many.

usage: benches/traps.py [--binary BINARY] [--instructions] [NAME...]

BINARY is target/release/zonelint unless given: `cargo build --release` makes it. Each trap is made
in a folder of its own and checked there, as JSON and as text for people. Printed are, for n and
for 2n, the bytes of the input, the seconds of CPU and the peak of memory, and then the growth.

What is over a bound ends the run with 1: 10 s or 1 GB at 2n, a growth over 2.5, an exit status
that is none of 0, 1 and 2. Under half a second, growth is not judged: fresh memory and the other core make more of it
than the work does, and --instructions tells it exactly.

With --instructions the traps of QUICK are run, at sizes of their own, by valgrind: counts of
instructions are the same on every machine. What a zone without the trap takes is subtracted.
"""
import argparse
import base64
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECONDS, BYTES, GROWTH = 10, 1 << 30, 2.5
# So little time tells nothing of growth.
SHORT = 0.5
# A run that takes longer than this is ended.
LIMIT = 60

TRAPS = {}


def trap(n):
    """Adds a function of n and a folder to the traps."""

    def add(make):
        TRAPS[make.__name__] = (n, make)
        return make

    return add


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)


def head(apex):
    return (
        f"$ORIGIN {apex}.\n$TTL 1h\n@ IN SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\n"
        "ns1 A 192.0.2.1\nns2 A 198.51.100.2\n"
    )


def zone(folder, lines, apex="example.com"):
    write(folder, f"{apex}.zone", head(apex) + "".join(f"{line}\n" for line in lines))


def reverse(folder, lines):
    top = "$ORIGIN 10.in-addr.arpa.\n$TTL 1h\n@ IN SOA ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 3600\n"
    top += "@ NS ns1.example.com.\n@ NS ns2.example.com.\n"
    write(folder, "10.in-addr.arpa.zone", top + "".join(f"{line}\n" for line in lines))


def rules(folder, key, entries):
    write(folder, "zonelint.yaml", f"{key}:\n" + "".join(f"  - {entry}\n" for entry in entries))


def address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def words(count, length, seed):
    """Distinct words of random letters."""
    draw, found = random.Random(seed), {}
    while len(found) < count:
        found["".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(length))] = None
    return list(found)


def binary_words(count):
    """Words of two letters only: each has as many others one letter away as it has letters."""
    return [f"{number + (1 << 18):b}"[1:].translate({48: "a", 49: "b"}) for number in range(count)]


# Many records of one owner.


@trap(100_000)
def one_owner_addresses(n, folder):
    zone(folder, (f"x A {address(i)}" for i in range(n)))


@trap(100_000)
def one_owner_equal_addresses(n, folder):
    zone(folder, ["x A 192.0.2.9"] * n)


@trap(100_000)
def one_owner_policies(n, folder):
    zone(folder, (f'x TXT "v=spf1 a:h{i}.example.com -all"' for i in range(n)))


@trap(50_000)
def includes_of_one_owner(n, folder):
    lines = (f'h{i} TXT "v=spf1 include:big.example.com -all"\nbig TXT "x{i}"' for i in range(n))
    zone(folder, lines)


@trap(30_000)
def policies_beside_texts(n, folder):
    lines = (f'@ TXT "v=DMARC1; p=none; x={i}"\n_dmarc TXT "x{i}"' for i in range(n))
    zone(folder, lines)


@trap(30_000)
def logos_beside_policies(n, folder):
    lines = (f'default._bimi TXT "v=BIMI1; l=https://a.example/{i}.svg"\n_dmarc TXT "v=DMARC1; p=none; x={i}"' for i in range(n))
    zone(folder, lines)


@trap(120)
def faults_of_one_policy(n, folder):
    zone(folder, ['_dmarc TXT "v=DMARC1; p=none; "' + (' "' + "a;" * 120 + '"') * n])


@trap(30_000)
def signatures_expired(n, folder):
    rest = "3600 20200101000000 20190101000000"
    lines = (f"@ RRSIG A 13 2 {rest} {i % 65536} example.com. {base64.b64encode(i.to_bytes(64, 'big')).decode()}" for i in range(n))
    zone(folder, lines)


@trap(100_000)
def one_owner_ttls(n, folder):
    zone(folder, (f"x {60 + i} A {address(i)}" for i in range(n)))


@trap(50_000)
def one_owner_aliases(n, folder):
    zone(folder, (f"x CNAME t{i}" for i in range(n)))


@trap(20_000)
def one_owner_alias_and_addresses(n, folder):
    zone(folder, (line for i in range(n) for line in (f"x CNAME t{i}.example.net.", f"x A {address(i)}")))


@trap(20_000)
def one_owner_types(n, folder):
    zone(folder, (f"x TYPE{1000 + i % 60_000} \\# 1 00" for i in range(n)))


@trap(50_000)
def one_owner_soas(n, folder):
    zone(folder, (f"@ SOA ns1 hostmaster {i} 7200 3600 1209600 3600" for i in range(n)))


@trap(50_000)
def one_owner_services(n, folder):
    zone(folder, (f"_sip._tls SRV {i % 65_536} 0 {i % 65_536} h{i}" for i in range(n)))


@trap(4_000)
def null_mx_beside_others(n, folder):
    zone(folder, (line for i in range(n) for line in (f"@ MX {i} .", f"@ MX {i} ns1")))


@trap(4_000)
def null_services_beside_others(n, folder):
    zone(folder, (line for i in range(n) for line in (f"_sip._tls SRV {i} 0 0 .", f"_sip._tls SRV {i} 0 443 ns1")))


# Names and addresses that are alike.


@trap(500)
def equal_hosts_in_domains(n, folder):
    zone(folder, (f"h{j}.d{i} A {address(30 * i + j)}" for i in range(n) for j in range(20)))


@trap(20_000)
def hosts_doubled_letter(n, folder):
    pairs = ((word, word[:5] + word[4:]) for word in words(n, 12, 1))
    zone(folder, (f"{name} A {address(2 * i + j)}" for i, pair in enumerate(pairs) for j, name in enumerate(pair)))


@trap(30_000)
def hosts_of_two_letters(n, folder):
    zone(folder, (f"{word} A {address(i)}" for i, word in enumerate(binary_words(n))))


@trap(20_000)
def targets_missing_of_two_letters(n, folder):
    names = list(enumerate(binary_words(n)))
    zone(folder, [f"{word}x A {address(i)}" for i, word in names] + [f"l{i} CNAME {word}y" for i, word in names])


@trap(20_000)
def series_out_of_step(n, folder):
    zone(folder, (f"host{2 * i} A {address(2 * i + j)}" for i in range(n) for j in range(2)))


@trap(50_000)
def targets_missing(n, folder):
    zone(folder, (f"l{i} CNAME nope{i}" for i in range(n)))


@trap(50_000)
def target_missing_of_many(n, folder):
    zone(folder, (f"l{i} CNAME nope" for i in range(n)))


@trap(50_000)
def alias_chain(n, folder):
    zone(folder, [f"c{i} CNAME c{i + 1}" for i in range(n)] + [f"m{i} MX 10 c{i}" for i in range(n)])


@trap(20_000)
def owners_of_hundred_labels(n, folder):
    zone(folder, (".".join("abcdefgh"[i >> k & 7] for k in range(100)) + f" A {address(i)}" for i in range(n)))


# Zones held against each other.


@trap(4_000)
def ds_against_dnskey(n, folder):
    zone(folder, ["c NS ns1.c", "ns1.c A 192.0.2.3"] + [f"c DS {i} 8 2 {i:064x}" for i in range(n)])
    keys = (base64.b64encode(f"{i:08}".encode() * 8).decode() for i in range(n))
    zone(folder, (f"@ DNSKEY 257 3 8 {key}" for key in keys), "c.example.com")


@trap(5_000)
def glue_against_child(n, folder):
    zone(folder, ["c NS ns1.c"] + [f"ns1.c A {address(i)}" for i in range(n)])
    zone(folder, (f"ns1 A {address(n - i)}" for i in range(n)), "c.example.com")


@trap(10_000)
def delegation_against_child(n, folder):
    zone(folder, (f"c NS n{i}.example.net." for i in range(n)))
    zone(folder, (f"@ NS n{n - i}.example.net." for i in range(n)), "c.example.com")


@trap(10_000)
def pointers_to_one_host(n, folder):
    reverse(folder, (f"{i & 255}.{i >> 8 & 255}.1 PTR h.example.com." for i in range(n)))
    zone(folder, (f"h A {address(i)}" for i in range(n)))


@trap(5_000)
def port_unlike_other_zones(n, folder):
    for number in range(5):
        port = 6000 if number == 4 else 5000
        lines = (f"_ledger._tcp SRV {i} 0 {port} h{i}.example.net." for i in range(n))
        zone(folder, lines, f"z{number}.example")


@trap(10_000)
def zones_of_one_folder(n, folder):
    for number in range(n):
        zone(folder, (), f"z{number}.example")


# Lines that cannot be read.


@trap(300_000)
def types_unknown(n, folder):
    zone(folder, (f"h{i} BADTYPE x" for i in range(n)))


@trap(300_000)
def types_unknown_each_another(n, folder):
    zone(folder, (f"h{i} BADTYPE{i} x" for i in range(n)))


@trap(1_000_000)
def parentheses_stray(n, folder):
    zone(folder, [")"] * n)


@trap(300_000)
def addresses_invalid(n, folder):
    zone(folder, (f"h{i} A 300.1.1.1" for i in range(n)))


@trap(2_000)
def directives_unknown_long(n, folder):
    zone(folder, (f"${'A' * 2000}{i} x" for i in range(n)))


@trap(500_000)
def line_of_many_strings(n, folder):
    zone(folder, ["x TXT ( " + '"é" ' * n + ")"])


# What a few bytes ask for.


@trap(125)
def generate_in_many_files(n, folder):
    for number in range(n):
        zone(folder, (f"$GENERATE 0-65535 h{i}-$ A 192.0.2.1" for i in range(12)), f"z{number}.example")


@trap(100)
def include_again_and_again(n, folder):
    write(folder, "hosts.inc", "".join(f"h{i} A {address(i)}\n" for i in range(20_000)))
    zone(folder, ["$INCLUDE hosts.inc"] * n)


@trap(200)
def include_crosswise(n, folder):
    for number in range(n):
        zone(folder, (f"$INCLUDE i{i}.inc" for i in range(n)), f"z{number}.example")
        write(folder, f"i{number}.inc", "".join(f"q{number}-{i} A 192.0.2.1\n" for i in range(50)))


@trap(20_000)
def includes_missing(n, folder):
    zone(folder, (f"$INCLUDE d{i}/no.inc" for i in range(n)))


# Configurations of servers.


@trap(1_000)
def views_of_shared_files(n, folder):
    for number in range(50):
        zone(folder, (), f"z{number}.example")
    zones = "".join(f'zone z{i}.example {{ type master; file "z{i}.example.zone"; }};\n' for i in range(50))
    write(folder, "named.conf", "".join(f"view v{i} {{\n{zones}}};\n" for i in range(n)))


@trap(20_000)
def zones_of_one_file(n, folder):
    zone(folder, ())
    zones = (f'zone z{i}.example {{ type master; file "example.com.zone"; }};\n' for i in range(n))
    write(folder, "named.conf", "".join(zones))


@trap(3_000)
def files_of_one_name(n, folder):
    for number in range(n):
        write(folder, f"d{number}/db", head(f"z{number}.example"))
    zones = (f'zone z{i}.example {{ type master; file "/srv/x{i}/db"; }};\n' for i in range(n))
    write(folder, "named.conf", "".join(zones))


@trap(40)
def configurations_including_each_other(n, folder):
    zone(folder, ())
    for number in range(n):
        includes = "".join(f'include "c{(number + i) % n}.conf";\n' for i in range(1, 9))
        write(folder, f"c{number}.conf", includes + 'zone example.com { type master; file "example.com.zone"; };\n')


# Rule files.


@trap(20_000)
def patterns_of_files(n, folder):
    for number in range(n // 5):
        write(folder, f"q{number // 500}/f{number}.txt", "no zone\n")
    zone(folder, ())
    rules(folder, "exclude", (f"a{i}/**/*.x" for i in range(n)))


@trap(20_000)
def patterns_of_overrides(n, folder):
    zone(folder, (f"h{i} CNAME nope{i}" for i in range(n)))
    rules(folder, "overrides", (f"{{files: a{i}/**, checks: {{target-does-not-exist: off}}}}" for i in range(n)))


@trap(4_000)
def patterns_of_services(n, folder):
    zone(folder, (f"_svc{i}._tcp SRV 0 0 5061 ns1" for i in range(n)))
    rules(folder, "services", (f'{{service: "_*{i}*._tcp", port: 5061}}' for i in range(n)))


@trap(4_000)
def patterns_of_records(n, folder):
    zone(folder, (f"r{i} TXT x" for i in range(n)))
    rules(folder, "records", (f'{{name: "*{i}", type: TXT, presence: optional, match: "*x*"}}' for i in range(n)))


@trap(4_000)
def patterns_of_ttls(n, folder):
    zone(folder, (f"r{i} TXT x" for i in range(n)))
    rules(folder, "ttl", (f'{{owner: "*r{i}", range: 1m..1d}}' for i in range(n)))


@trap(4_000)
def patterns_of_providers(n, folder):
    zone(folder, (f"_svc{i}._tcp SRV 0 0 5061 t{i}.example.net." for i in range(n)))
    rules(folder, "providers", (f'{{target: "*{i}.example.net", service: _sip._tls, port: 5061}}' for i in range(n)))


@trap(4_000)
def patterns_of_zones(n, folder):
    for number in range(n):
        zone(folder, (), f"z{number}.example")
    names = ", ".join(f'"*z{i}.example"' for i in range(n))
    rules(folder, "ttl", [f"{{in: [{names}], range: 1m..1d}}"])


@trap(2_000)
def patterns_of_companions(n, folder):
    zone(folder, (line for i in range(n) for line in (f"_svc{i}._tcp SRV 0 0 5061 ns1", f"x{i}.y A 192.0.2.1")))
    without = '{{service: _svc{0}._tcp, port: 5061, without: [{{name: "*.z{0}", type: A}}]}}'
    rules(folder, "services", (without.format(i) for i in range(n)))


@trap(5_000)
def records_asked_for(n, folder):
    zone(folder, (f"r{i} TXT x" for i in range(n)))
    rules(folder, "records", (f'{{name: r{i}, type: TXT, match: "*x*"}}' for i in range(n)))


@trap(500)
def records_asked_for_in_zones(n, folder):
    for number in range(n):
        zone(folder, (), f"z{number}.example")
    rules(folder, "records", (f"{{name: r{i}, type: TXT}}" for i in range(n)))


@trap(20_000)
def checks_unknown(n, folder):
    zone(folder, ())
    write(folder, "zonelint.yaml", "checks:\n" + "".join(f"  target-does-not-exits{i}: off\n" for i in range(n)))


@trap(20_000)
def keys_unknown(n, folder):
    zone(folder, ())
    write(folder, "zonelint.yaml", "".join(f"key{i}: 1\n" for i in range(n)))


@trap(12)
def extends_through_links(n, folder):
    zone(folder, ())
    for link in "ab":
        os.symlink(".", os.path.join(folder, link))
    for number in range(n):
        write(folder, f"e{number}.yaml", f"extends: [a/e{number + 1}.yaml, b/e{number + 1}.yaml]\n")
    write(folder, f"e{n}.yaml", "version: 1\n")
    write(folder, "zonelint.yaml", "extends: e0.yaml\n")


# Comments and baselines.


@trap(50_000)
def ignores_in_one_comment(n, folder):
    zone(folder, ["h A 192.0.2.1 ; zonelint: ignore[" + ",".join(f"check-{i}" for i in range(n)) + "]"])


@trap(50_000)
def ignores_in_each_line(n, folder):
    zone(folder, (f"h{i} CNAME nope{i} ; zonelint: ignore[target-does-not-exist]" for i in range(n)))


@trap(100_000)
def baseline_of_what_is_gone(n, folder):
    zone(folder, ())
    entries = ",\n".join(f'{{"check":"ns-single","count":1,"fingerprint":"{i:016x}"}}' for i in range(n))
    write(folder, "zonelint-baseline.json", f'{{"version":1,"paths":["."],"findings":[{entries}]}}\n')


# Those whose instructions are counted, and for how many.
QUICK = {
    "one_owner_policies": 2000,
    "includes_of_one_owner": 1000,
    "policies_beside_texts": 1000,
    "logos_beside_policies": 1000,
    "signatures_expired": 1000,
    "one_owner_ttls": 2000,
    "one_owner_aliases": 2000,
    "one_owner_alias_and_addresses": 1000,
    "null_mx_beside_others": 500,
    "equal_hosts_in_domains": 60,
    "hosts_doubled_letter": 1000,
    "series_out_of_step": 1000,
    "ds_against_dnskey": 500,
    "glue_against_child": 1000,
    "pointers_to_one_host": 1000,
    "port_unlike_other_zones": 200,
    "types_unknown": 3000,
    "views_of_shared_files": 50,
    "zones_of_one_file": 2000,
    "files_of_one_name": 150,
    "patterns_of_files": 1000,
    "patterns_of_services": 300,
    "patterns_of_ttls": 300,
    "checks_unknown": 500,
}


def size_of(folder):
    paths = (os.path.join(top, name) for top, _, names in os.walk(folder) for name in names)
    return sum(os.lstat(path).st_size for path in paths)


def run(binary, folder, form):
    """Seconds of CPU, peak bytes and the exit status of a run, which is None where it had to be ended."""
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
        try:
            os.execv(binary, [binary, "check", "--format", form, "."])
        finally:
            os._exit(127)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, code if code >= 0 else None


def made(name, n):
    """A trap in a folder of its own, which ends the project."""
    folder = tempfile.TemporaryDirectory(prefix=f"{name}-")
    os.mkdir(os.path.join(folder.name, ".git"))
    TRAPS[name][1](n, folder.name)
    return folder


def measure(binary, name):
    """Prints what a trap takes; what is wrong with that."""
    n, faults, seconds = TRAPS[name][0], [], {"json": [], "full": []}
    for count in (n, 2 * n):
        with made(name, count) as folder:
            said = f"{name:36} {count:9,} {size_of(folder) / 1e6:6.1f} MB"
            for form, taken in seconds.items():
                cpu, peak, code = run(binary, folder, form)
                taken.append(cpu)
                said += f"  {form} {cpu:6.2f} s {peak / 1e6:6.0f} MB"
                if code not in (0, 1, 2):
                    faults.append(f"{form} ended with {code}")
                if count > n and cpu > SECONDS:
                    faults.append(f"{form} takes {cpu:.1f} s")
                if count > n and peak > BYTES:
                    faults.append(f"{form} takes {peak / 1e6:.0f} MB")
        print(said, flush=True)
    for form, (once, twice) in seconds.items():
        if twice > SHORT and twice / max(once, 0.01) > GROWTH:
            faults.append(f"{form} grows by {twice / max(once, 0.01):.1f}")
    return faults


def instructions(binary, folder):
    counts = os.path.join(folder, ".git", "counts")
    argv = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", binary, "check", "--format", "json", "."]
    said = subprocess.run(argv, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    total = re.search(r"Collected : (\d+)", said)
    return int(total.group(1)) if total else sys.exit(f"valgrind says no total: {said[-300:]}")


def count(binary, name, before):
    """Prints the instructions of a trap for n and for 2n; what is wrong with their growth."""
    taken = []
    for n in (QUICK[name], 2 * QUICK[name]):
        with made(name, n) as folder:
            taken.append(instructions(binary, folder) - before)
    growth = taken[1] / taken[0]
    print(f"{name:36} {QUICK[name]:6,} {taken[0] / 1e6:9.1f} M {taken[1] / 1e6:9.1f} M  growth {growth:.2f}", flush=True)
    return [f"grows by {growth:.2f}"] if growth > GROWTH else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--binary", default=os.path.join(ROOT, "target/release/zonelint"))
    parser.add_argument("--instructions", action="store_true")
    asked = parser.parse_args()
    known = QUICK if asked.instructions else TRAPS
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    binary, faults, start = os.path.abspath(asked.binary), {}, time.monotonic()
    if asked.instructions:
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, ".git"))
            zone(folder, ())
            before = instructions(binary, folder)
    for name in asked.names or known:
        faults[name] = count(binary, name, before) if asked.instructions else measure(binary, name)
    wrong = [f"{name}: {fault}" for name, all_faults in faults.items() for fault in all_faults]
    print(*wrong, f"{len(faults)} traps in {time.monotonic() - start:.0f} s, {len(wrong)} over a bound", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
