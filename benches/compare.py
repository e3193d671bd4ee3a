#!/usr/bin/env python3
"""zonelint beside other checkers, on zones made here: CPU time, memory, and how both grow.

usage: benches/compare.py [BINARY] [--records N] [--zones N] [--rounds N] [--instructions | --signed]

BINARY is target/release/zonelint unless given: `cargo build --release` makes it. Peers are used
where they are installed (named-checkzone, kzonecheck, nsd-checkzone, validns, ldns-read-zone).
CPU is user and system time of the finished process, the least of all rounds; rounds are
interleaved, so that a busy machine disturbs all alike: read the ratios.

With --instructions only valgrind's count of instructions per record is printed, which is the
same on every run and every machine with the same binary.

With --signed the zones are signed by dnssec-signzone, so that they have about --records records then (100,000 is a good
number), and verified by zonelint and by those who verify (dnssec-verify, ldns-verify-zone, kzonecheck, validns).
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def label(draw):
    return "".join(draw.choice("bcdfghklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 6)))


def delegations(records, path):
    """A zone of delegations with glue, absolute names and everything on every line."""
    draw = random.Random(records)
    hosts = [f"ns{1 + i % 2}.{label(draw)}{i // 2}.net." for i in range(4000)]
    with open(path, "w") as out:
        out.write("example.\t86400\tIN\tSOA\ta.nic.example. hostmaster.nic.example. 2026010101 1800 900 604800 86400\n")
        out.write("example.\t86400\tIN\tNS\ta.nic.example.\nexample.\t86400\tIN\tNS\tb.nic.example.\n")
        out.write("a.nic.example.\t86400\tIN\tA\t192.0.2.1\nb.nic.example.\t86400\tIN\tA\t192.0.2.2\n")
        count, number = 5, 0
        while count < records:
            number += 1
            name = f"{label(draw)}{number}.example."
            if number % 8 == 0:
                servers = [f"ns1.{name}", f"ns2.{name}"]
                for server in servers:
                    out.write(f"{server}\t86400\tIN\tA\t192.0.2.{draw.randint(3, 254)}\n")
            else:
                at = int(len(hosts) * draw.random() ** 3) // 2 * 2
                servers = hosts[at : at + 2]
            for server in servers:
                out.write(f"{name}\t86400\tIN\tNS\t{server}\n")
            count += 4 if number % 8 == 0 else 2
    return count


def house(zone, out, draw):
    """A small zone as people keep them; says how many records it has."""
    out.write(f"$ORIGIN {zone}.\n$TTL 1h\n@ IN SOA ns1 hostmaster ( 2026010101 7200 3600 1209600 3600 )\n")
    out.write("@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 198.51.100.1\n@ MX 10 mail\nmail A 192.0.2.2\n")
    out.write('@ TXT "v=spf1 mx -all"\n_sip._tcp SRV 10 5 5060 sip\nsip A 192.0.2.3\n')
    names = sorted({label(draw) for _ in range(draw.randint(5, 60))} - {"mail", "sip"})
    for at, name in enumerate(names):
        out.write(f"{name}\tA\t203.0.113.{1 + at}\n")
    return 10 + len(names)


def houses(zones, folder):
    draw, count = random.Random(zones), 0
    for number in range(zones):
        zone = f"{label(draw)}{number}.example"
        inner = os.path.join(folder, f"{number % 16:x}")
        os.makedirs(inner, exist_ok=True)
        with open(os.path.join(inner, f"{zone}.zone"), "w") as out:
            count += house(zone, out, draw)
    return count


def run(argv):
    """Seconds of CPU, and bytes of memory at most."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        try:
            os.execvp(argv[0], argv)
        finally:
            os._exit(127)
    _, _, usage = os.wait4(pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def table(title, records, tools, rounds):
    print(f"\n{title}\n{'':26}{'CPU s':>9}{'records/s':>12}{'B/record':>10}{'ratio':>8}")
    got = {name: [] for name in tools}
    for _ in range(rounds):
        for name, argv in tools.items():
            got[name].append(run(argv))
    own = min(cpu for cpu, _ in got["zonelint"])
    for name, runs in got.items():
        cpu, memory = min(cpu for cpu, _ in runs), min(memory for _, memory in runs)
        print(f"{name:26}{cpu:9.3f}{records / max(cpu, 1e-4):12,.0f}{memory / records:10.0f}{cpu / own:8.2f}")
    return own


def peers(zone, path):
    tools = {
        "named-checkzone": ["named-checkzone", "-q", "-i", "local", zone, path],
        "kzonecheck": ["kzonecheck", "-d", "off", "-o", zone, path],
        "nsd-checkzone": ["nsd-checkzone", zone, path],
        "validns": ["validns", "-q", "-p", "all", "-z", f"{zone}.", path],
        "ldns-read-zone": ["ldns-read-zone", "-E", "SOA", path],
    }
    return {name: argv for name, argv in tools.items() if shutil.which(argv[0])}


def hosts(records, path):
    """A zone with data of its own, of the kinds that houses have."""
    draw, count, number = random.Random(records), 6, 0
    with open(path, "w") as out:
        out.write("$ORIGIN example.\n$TTL 3600\n@ SOA ns1 hostmaster 2026010101 7200 3600 604800 3600\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 198.51.100.1\n@ MX 10 mail\nmail A 192.0.2.2\n")
        while count < records:
            number += 1
            name = f"{label(draw)}{number}"
            out.write(f"{name} A 198.51.100.{draw.randint(1, 254)}\n")
            if number % 3 == 0:
                out.write(f"{name} AAAA 2001:db8::{draw.randint(1, 65535):x}\n")
            if number % 5 == 0:
                out.write(f"www.{name} CNAME {name}\n")
            if number % 7 == 0:
                out.write(f'{name} TXT "number {number}"\n')
            if number % 11 == 0:
                out.write(f"_sip._tcp.{name} SRV 0 5 5060 {name}\n")
            count += 1 + sum(number % every == 0 for every in (3, 5, 7, 11))


def secured(records, path):
    """Delegations, one in twenty with a DS."""
    delegations(records, path)
    draw, seen = random.Random(records + 1), set()
    with open(path) as zone:
        names = [line.split("\t", 1)[0] for line in zone if "\tNS\t" in line and not line.startswith("example.\t")]
    with open(path, "a") as zone:
        for name in names:
            if name not in seen and len(seen) % 20 == 0:
                zone.write(f"{name}\t86400\tIN\tDS\t{draw.randint(1, 65535)} 13 2 {draw.getrandbits(256):064X}\n")
            seen.add(name)


def sign(path, algorithm, how):
    """Signs a zone in its own folder; says where the signed one is."""
    folder = tempfile.mkdtemp(dir=os.path.dirname(path))
    quiet = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    size = ["-b", "2048"] if algorithm.startswith("RSA") else []
    for flags in (["-f", "KSK"], []):
        subprocess.run(["dnssec-keygen", "-q", "-a", algorithm, *size, *flags, "example"], **quiet)
    out = os.path.join(folder, "example.zone")
    subprocess.run(["dnssec-signzone", "-S", "-P", *how, "-o", "example", "-O", "full", "-f", out, path], **quiet)
    return out


def signed(binary, folder, asked):
    house, registry = os.path.join(folder, "house"), os.path.join(folder, "registry")
    hosts(asked.records * 29 // 100, house)
    secured(asked.records, registry)
    for title, path, algorithm, how in [
        ("P-256, NSEC", house, "ECDSAP256SHA256", []),
        ("P-256, NSEC3", house, "ECDSAP256SHA256", ["-3", "-", "-H", "0"]),
        ("RSA-2048, NSEC", house, "RSASHA256", []),
        ("Ed25519, NSEC", house, "ED25519", []),
        ("P-256, delegations, NSEC3 with opt-out", registry, "ECDSAP256SHA256", ["-3", "-", "-H", "0", "-A"]),
    ]:
        zone = sign(path, algorithm, how)
        with open(zone) as lines:
            types = [line.split()[3] for line in lines if line[0] not in ";\n"]
        check = [binary, "check", "--no-config"]
        tools = {
            "zonelint": [*check, "--dnssec", zone],
            "zonelint, not verified": [*check, zone],
            "zonelint --off dnssec": [*check, "--off", "dnssec", zone],
            "dnssec-verify": ["dnssec-verify", "-o", "example", zone],
            "ldns-verify-zone": ["ldns-verify-zone", "-V", "1", zone],
            "kzonecheck -d on": ["kzonecheck", "-d", "on", "-o", "example", zone],
            "validns": ["validns", "-q", "-z", "example.", zone],
        }
        tools = {name: argv for name, argv in tools.items() if shutil.which(argv[0])}
        said = subprocess.run(tools["zonelint"], capture_output=True, text=True).stdout.strip().splitlines()
        cpu = table(f"{title}: {len(types):,} records, {types.count('RRSIG'):,} signatures", len(types), tools, asked.rounds)
        print(f"{said[-1]}; {cpu / types.count('RRSIG') * 1e6:.1f} µs a signature")


def instructions(binary, folder):
    path = os.path.join(folder, "example.zone")
    records = delegations(100_000, path)
    argv = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", binary, "check", "--no-config", path]
    said = subprocess.run(argv, capture_output=True, text=True).stderr
    total = re.search(r"Collected : (\d+)", said)
    print(int(total.group(1)) // records if total else sys.exit(f"valgrind says no total: {said[-300:]}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?", default=os.path.join(ROOT, "target/release/zonelint"))
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--zones", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--signed", action="store_true")
    asked = parser.parse_args()
    binary = os.path.abspath(asked.binary)
    with tempfile.TemporaryDirectory() as folder:
        if asked.instructions:
            return instructions(binary, folder)
        if asked.signed:
            return signed(binary, folder, asked)
        path = os.path.join(folder, "example.zone")
        lint = {"zonelint": [binary, "check", "--no-config", path]}
        for size in (asked.records // 5, asked.records):
            records = delegations(size, path)
            title = f"one zone of {records:,} records, {os.path.getsize(path) / 1e6:.0f} MB"
            cpu = table(title, records, {**lint, **peers("example", path)}, asked.rounds)
            print(f"{cpu / records * 1e9:.0f} ns a record")
        for zones in (asked.zones // 10, asked.zones):
            tree = os.path.join(folder, f"houses-{zones}")
            records = houses(zones, tree)
            cpu = table(f"{zones:,} zones, {records:,} records, one run", records, {"zonelint": [binary, "check", "--no-config", tree]}, asked.rounds)
            print(f"{cpu / zones * 1e6:.0f} µs a zone")


if __name__ == "__main__":
    main()
