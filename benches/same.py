#!/usr/bin/env python3
"""Whether two builds of zonelint say the same, byte for byte: for a change of the code that is to change nothing.

usage: benches/same.py OLD NEW [--mutants N] [--seed N] PATH...

Each PATH is linted by both programs in all formats, and so are mutants of the zone files below the paths, twenty in a
folder: bytes, words and lines that are changed, doubled, swapped or removed. The paths of folders that differ are
printed, and the mutants of such a folder are kept.
"""
import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

FORMATS = ['full', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'html']
IN_A_FOLDER = 20
LARGEST = 1 << 16


def run(program, form, path):
    command = [program, 'check', '--now', '20260101000000', '--format', form, path]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def differs(old, new, path):
    return [form for form in FORMATS if run(old, form, path) != run(new, form, path)]


def zone_files(paths):
    files = [file for path in paths for file in sorted(pathlib.Path(path).rglob('*')) if file.is_file()]
    texts = (file.read_bytes() for file in files if file.stat().st_size <= LARGEST)
    return [text for text in texts if b'SOA' in text.upper()]


def mutant(text, others, chance):
    """A zone file with one to four mistakes."""
    lines = text.split(b'\n')
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        line = lines[at]
        match chance.randrange(7):
            case 0 if line:
                place = chance.randrange(len(line))
                lines[at] = line[:place] + bytes([chance.randrange(256)]) + line[place + 1:]
            case 1 if len(line) > 1:
                place = chance.randrange(len(line) - 1)
                lines[at] = line[:place] + line[place + 1:place + 2] + line[place:place + 1] + line[place + 2:]
            case 2:
                lines.insert(at, line)
            case 3 if len(lines) > 1:
                del lines[at]
            case 4:
                words = line.split()
                chance.shuffle(words)
                lines[at] = b' '.join(words)
            case 5:
                lines.insert(at, chance.choice(chance.choice(others).split(b'\n')))
            case 6:
                place = chance.randrange(len(line) + 1)
                lines[at] = line[:place] + chance.choice([b'(', b')', b'"', b';', b'\\', b'.', b'@ ', b'\t']) + line[place:]
    return b'\n'.join(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('old')
    arguments.add_argument('new')
    arguments.add_argument('paths', nargs='+', metavar='PATH')
    arguments.add_argument('--mutants', type=int, default=0, metavar='N')
    arguments.add_argument('--seed', type=int, default=1, metavar='N')
    asked = arguments.parse_args()
    failed = 0
    for path in asked.paths:
        if forms := differs(asked.old, asked.new, path):
            failed += 1
            print(f'{path}: {", ".join(forms)}')
    chance = random.Random(asked.seed)
    zones = zone_files(asked.paths) if asked.mutants else []
    for first in range(0, asked.mutants, IN_A_FOLDER):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='zonelint-mutants-'))
        for number in range(first, min(first + IN_A_FOLDER, asked.mutants)):
            text = mutant(chance.choice(zones), zones, chance)
            folder.joinpath(f'mutant{number}.example.zone').write_bytes(text)
        forms = differs(asked.old, asked.new, str(folder))
        if forms:
            failed += 1
            print(f'{folder}: {", ".join(forms)}')
        else:
            shutil.rmtree(folder)
    print(f'{len(asked.paths)} paths and {asked.mutants} mutants in {len(FORMATS)} formats: {failed} differ')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
