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

    def change(self, path, version, start, end, text):
        """Puts text in the place of what is between two places; how long it takes until its findings are there."""
        places = {"start": dict(zip(("line", "character"), start)), "end": dict(zip(("line", "character"), end))}
        document = {"uri": path.as_uri(), "version": version}
        begin = time.perf_counter()
        changes = [{"range": places, "text": text}]
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        return (self.findings(path.as_uri(), version)[1] - begin) * 1000

    def keystroke(self, path, number, line):
        """Types a line, or takes it back again."""
        if number % 2 == 0:
            return self.change(path, number + 2, (line, 0), (line, 0), "; typed\n")
        return self.change(path, number + 2, (line, 0), (line + 1, 0), "")

    def cpu(self):
        """The time that the process took of processors, in ms: others use the machine, too."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def leave(self):
        self.request("shutdown", None)
        self.send("exit", None)
        self.process.wait(10)

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


def row(what, client, times):
    before = client.cpu()
    times = sorted(times())
    # What was put off is part of it.
    time.sleep(1)
    middle, high = statistics.median(times), times[int(len(times) * 0.95)]
    cpu = (client.cpu() - before) / len(times)
    print(f"| {what} | {middle:.1f} | {high:.1f} | {times[-1]:.1f} | {cpu:.1f} |", flush=True)


def latencies(client, path, count):
    line = path.read_text().count("\n") // 2
    return [client.keystroke(path, number, line) for number in range(count)]


def server(program, folder):
    client = Client(program, folder)
    client.request("initialize", {"capabilities": {}, "rootUri": folder.as_uri()})
    return client


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
        print("| from a keystroke to the findings | median | 95 % | most | CPU each |\n|---|---|---|---|---|")
        for name, records in [("thousand.example", "1,000"), ("large.example", "100,000")]:
            client, path = server(args.program, folder), folder / f"{name}.zone"
            opened = client.open(path)[1]
            row(f"{records} records, beside 201 other zones", client, lambda: latencies(client, path, args.rounds))
            hover = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 10, "character": 2}}
            asked = lambda: [client.request("textDocument/hover", hover)[1] for _ in range(20)]
            row(f"hover in it (opened in {opened:.0f} ms)", client, asked)
            client.leave()
        alone = folder / "alone"
        (alone / ".git").mkdir(parents=True)
        path = alone / "thousand.example.zone"
        path.write_text(zone("thousand.example", 1_000))
        client = server(args.program, alone)
        client.open(path)
        row("1,000 records, alone", client, lambda: latencies(client, path, args.rounds))
        print("\n| edits | MB |\n|---|---|")
        for number in range(args.rounds, args.rounds + args.edits + 1):
            done = number - args.rounds
            if done % max(args.edits // 5, 1) == 0:
                print(f"| {done:,} | {client.memory():.1f} |", flush=True)
            client.keystroke(path, number, 10)
        client.leave()


if __name__ == "__main__":
    main()
