#!/usr/bin/env python3
"""Writes the licences of all crates that are compiled into the program on this platform, each text once.

    packaging/notices.py [TARGET] >THIRD-PARTY-NOTICES
"""

import json
import pathlib
import re
import subprocess
import sys

NAMES = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)", re.IGNORECASE)


def compiled(target):
    """The packages in the program: what it needs, and what that needs, but what only builds or tests need."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    macros = {
        package["id"] for package in metadata["packages"] if "proc-macro" in package["targets"][0]["kind"]
    }
    found, open_ids = set(), [metadata["resolve"]["root"]]
    while open_ids:
        for dependency in nodes[open_ids.pop()]["deps"]:
            is_normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if is_normal and dependency["pkg"] not in found | macros:
                found.add(dependency["pkg"])
                open_ids.append(dependency["pkg"])
    return sorted((package for package in metadata["packages"] if package["id"] in found), key=lambda p: p["name"])


def texts(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and NAMES.match(path.name))
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in files if path.suffix != ".rs"]


def main(target):
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    owners, bare = {}, []
    for package in compiled(target):
        name = f"{package['name']} {package['version']} ({package['license']}), {package['repository']}"
        found = texts(package)
        for text in found:
            owners.setdefault(text, []).append(name)
        if not found:
            bare.append(f"{name}, by {', '.join(package['authors']) or 'its contributors'}")
    print("zonelint contains code of these crates, under these licences.\n")
    if bare:
        print("Without a text of their own:\n\n" + "\n".join(bare) + "\n")
    for text, names in owners.items():
        print("=" * 80 + "\n" + "\n".join(names) + "\n" + "-" * 80 + "\n" + text + "\n")


def host():
    told = subprocess.run(["rustc", "-vV"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return re.search(r"^host: (.*)$", told, re.MULTILINE)[1]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else host())
