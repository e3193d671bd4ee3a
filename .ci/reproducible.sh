#!/usr/bin/env bash
# The release, built twice from a clean clone in two folders, is the same program byte for byte. It takes two builds of the
# release, so that the release workflow has it, and .ci/run does not.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-$(rustc -vV | sed -n 's/^host: //p')}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in one another/and-deeper; do
    git clone --quiet . "$work/$folder"
    (cd "$work/$folder" && env -u CARGO_TARGET_DIR packaging/archive.sh "$target" >&2)
done
hash() { (cd "$work/$1/target" && find "$target/release" archives -maxdepth 1 -type f \( -name 'zonelint' -o -name 'zonelint.exe' -o -name '*.tgz' \) -exec sha256sum {} +) | sort; }
hash one | tee "$work/one.sums"
hash another/and-deeper >"$work/another.sums"
[ "$(wc -l <"$work/one.sums")" -eq 2 ] || { echo 'the program and its archive are not both there' >&2; exit 1; }
if ! diff "$work/one.sums" "$work/another.sums"; then
    echo 'two builds of one commit differ' >&2
    exit 1
fi
echo 'two builds in two folders are the same'
