#!/usr/bin/env bash
# The wheel: built by maturin into target/wheels, installed into a fresh environment, and run. `--build` only
# builds it, and `--built` takes the one that is there.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v maturin >/dev/null || ! command -v python3 >/dev/null; then
    echo 'skipped: there is no maturin here; .ci/run installs it'
    exit 0
fi
if [ "${1-}" != --built ]; then
    rm -rf target/wheels
    (cd wheel && maturin build --quiet --release --out ../target/wheels)
fi
ls -l target/wheels
[ "${1-}" != --build ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
TIMEFORMAT='%U %S'
{ time "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links target/wheels zonelint 2>&1; } \
    2>"$work/time"
cost=$(awk '{print int(($1 + $2) * 1000)}' "$work/time")
echo "installed in $cost ms of the processor"
[ "$cost" -lt 15000 ] || { echo 'a wheel is there to be installed in seconds' >&2; exit 1; }

version=$(sed -n '/^\[package\]$/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
[ "$("$work/venv/bin/zonelint" --version)" = "zonelint $version" ]
status=0
"$work/venv/bin/zonelint" check --format concise testdata/incident >"$work/out" || status=$?
[ "$status" -eq 1 ]
grep -q '^testdata/incident/example.com.zone:14:40: error\[srv-port-transposed\]' "$work/out"
echo 'the wheel works'
