#!/usr/bin/env bash
# The site and its playground: built, held against the program on the command line, and used in Chromium.
set -euo pipefail
cd "$(dirname "$0")/../web"

command -v npm >/dev/null || { echo 'skipped: there is no npm'; exit 0; }
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$chromium" ] || { echo 'skipped: there is no chromium'; exit 0; }
export CHROMIUM=$chromium

# Nothing of the packages runs while they are installed.
npm ci --ignore-scripts --no-audit --no-fund
status=0
npm run --silent wasm || status=$?
[ "$status" -ne 3 ] || { echo 'skipped: the module cannot be built here'; exit 0; }
[ "$status" -eq 0 ]
npm run --silent playground
npm run --silent site
wc -c dist/zonelint.wasm

# What the module is held against, where it was not built yet.
if [ -z "${ZONELINT:-}" ]; then
    target=${CARGO_TARGET_DIR:-../target}
    cargo build --quiet --manifest-path ../Cargo.toml
    ZONELINT=$(realpath "$target/debug/zonelint")
fi
export ZONELINT
start=$SECONDS
npm test
echo "the tests took $((SECONDS - start)) s"
