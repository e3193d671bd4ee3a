#!/usr/bin/env python3
"""How long the language server takes from a keystroke to what is found, and how much memory it has.

    cargo build --release
    benches/lsp.py [--program target/release/zonelint] [--edits 10000]

Makes a repository of zones: one of 1,000 records, one of 100,000, and 200 small ones beside them. A keystroke is a
change of one character, sent when the answer to the one before was there; measured is the time until the findings of
that version have come. Linux only, as it reads /proc.
"""

import argparse
import json
import os
import pathlib
import queue
import statistics
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Client:
    """Speaks with a server on its standard streams."""

    def __init__(self, program, folder):
        command = [program, "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.messages = queue.SimpleQueue()
        self.last_id = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        stream = self.process.stdout
        while line := stream.readline():
            length = int(line.split(b":")[1])
            stream.readline()
            self.messages.put((time.perf_counter(), stream.read(length)))

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self, is_it):
        """The message that is waited for, and when it came."""
        while True:
            came, body = self.messages.get(timeout=600)
            message = json.loads(body)
            if is_it(message):
                return message, came

    def request(self, method, params):
        self.last_id += 1
        start = time.perf_counter()
        self.send(method, params, id=self.last_id)
        answer, came = self.wait(lambda message: message.get("id") == self.last_id and "method" not in message)
        return answer, (came - start) * 1000

    def findings(self, uri, version):
        def is_it(message):
            params = message.get("params") or {}
            return params.get("uri") == uri and params.get("version") == version

        message, came = self.wait(is_it)
        return message["params"]["diagnostics"], came

    def open(self, path):
        item = {"uri": path.as_uri(), "languageId": "bindzone", "version": 1, "text": path.read_text()}
        start = time.perf_counter()
        self.send("textDocument/didOpen", {"textDocument": item})
        found, came = self.findings(path.as_uri(), 1)
        return found, (came - start) * 1000

    def type(self, path, version, line, column, text, replaced=0):
        place = {"line": line, "character": column}
        change = {"range": {"start": place, "end": {"line": line, "character": column + replaced}}, "text": text}
        start = time.perf_counter()
        document = {"uri": path.as_uri(), "version": version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        found, came = self.findings(path.as_uri(), version)
        return found, (came - start) * 1000

    def memory(self):
        """What the process has in memory, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


def zone(name, records):
    lines = [
        "$TTL 1h",
        f"@ IN SOA ns1.{name}. hostmaster.{name}. 2026112201 4h 1h 2w 1h",
        "@ IN NS ns1",
        "@ IN NS ns2",
        "ns1 IN A 198.51.100.1",
        "ns2 IN A 203.0.113.2",
    ]
    for number in range(records - 5):
        kind = number % 5
        host = f"host{number - kind}"
        lines.append(
            [
                f"host{number} 300 IN A 198.18.{number // 250 % 256}.{number % 250}",
                f"{host} 300 IN AAAA 2001:db8:{number // 65536:x}::{number % 65536:x}",
                f"www{number} IN CNAME {host}",
                f"{host} IN MX 10 {host}",
                f"{host} IN TXT \"a text of the house, number {number}\"",
            ][kind]
        )
    return "\n".join(lines) + "\n"


def house(folder):
    (folder / ".git").mkdir()
    for number in range(200):
        name = f"small{number}.example"
        (folder / f"{name}.zone").write_text(zone(name, 50))
    for name, records in [("thousand.example", 1_000), ("large.example", 100_000)]:
        (folder / f"{name}.zone").write_text(zone(name, records))


def row(what, times):
    times = sorted(times)
    middle, high = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"| {what} | {middle:.1f} | {high:.1f} | {times[-1]:.1f} |", flush=True)


def latencies(client, path, count):
    line = path.read_text().count("\n") // 2
    times = []
    for number in range(count):
        text = "; typed\n" if number % 2 == 0 else ""
        if number % 2 == 0:
            times.append(client.type(path, number + 2, line, 0, text)[1])
        else:
            end = {"line": line + 1, "character": 0}
            change = {"range": {"start": {"line": line, "character": 0}, "end": end}, "text": ""}
            start = time.perf_counter()
            document = {"uri": path.as_uri(), "version": number + 2}
            client.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            times.append((client.findings(path.as_uri(), number + 2)[1] - start) * 1000)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "target/release/zonelint"))
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        house(folder)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; times in ms\n")
        print("| from a keystroke to the findings | median | 95 % | most |\n|---|---|---|---|")
        for name, records in [("thousand.example", "1,000"), ("large.example", "100,000")]:
            client = Client(args.program, folder)
            client.request("initialize", {"capabilities": {}, "rootUri": folder.as_uri()})
            path = folder / f"{name}.zone"
            opened = client.open(path)[1]
            row(f"{records} records, beside 200 other zones", latencies(client, path, args.rounds))
            hover = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 10, "character": 2}}
            asked = [client.request("textDocument/hover", hover)[1] for _ in range(20)]
            row(f"hover in it; it was opened in {opened:.0f}", asked)
            client.send("exit", None)
            client.process.wait(10)
        alone = folder / "alone"
        alone.mkdir()
        (alone / ".git").mkdir()
        path = alone / "thousand.example.zone"
        path.write_text(zone("thousand.example", 1_000))
        client = Client(args.program, alone)
        client.request("initialize", {"capabilities": {}, "rootUri": alone.as_uri()})
        client.open(path)
        row("1,000 records, alone", latencies(client, path, args.rounds))
        print("\n| edits | MB |\n|---|---|")
        version = args.rounds + 1
        for number in range(args.edits + 1):
            if number % (args.edits // 5) == 0:
                print(f"| {number:,} | {client.memory():.1f} |", flush=True)
            version += 1
            client.type(path, version, 3, 0, "; x\n" if number % 2 == 0 else "", 0)
            if number % 2:
                version += 1
                end = {"line": 4, "character": 0}
                change = {"range": {"start": {"line": 3, "character": 0}, "end": end}, "text": ""}
                document = {"uri": path.as_uri(), "version": version}
                client.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
                client.findings(path.as_uri(), version)
        client.send("exit", None)
        client.process.wait(10)


if __name__ == "__main__":
    main()
