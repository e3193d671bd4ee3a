#!/usr/bin/env bash
# The site, its playground and the npm package: built, held against the program on the command line, and used in Chromium.
# --build only builds the module, which takes one core for minutes; --built takes it as it is.
set -euo pipefail
cd "$(dirname "$0")/../web"

command -v npm >/dev/null || { echo 'skipped: there is no npm'; exit 0; }
node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' || { echo "skipped: node $(node --version) is older than 20"; exit 0; }
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$chromium" ] || { echo 'skipped: there is no chromium'; exit 0; }
export CHROMIUM=$chromium
# Where browsers are not allowed to start, that is no fault of the page.
starts() { timeout 90 "$chromium" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --dump-dom about:blank; }
starts >/dev/null 2>&1 || { echo 'skipped: chromium does not start here'; exit 0; }

if [ "${1:-}" != --built ]; then
    rm -f dist/zonelint.wasm
    status=0
    wasm/build.sh dist/zonelint.wasm || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit "$status"
    [ "${1:-}" != --build ] || exit 0
fi
[ -f dist/zonelint.wasm ] || { echo 'skipped: the module cannot be built here'; exit 0; }

# Nothing of the packages runs while they are installed.
npm ci --ignore-scripts --no-audit --no-fund || { echo 'skipped: the packages of npm are not to be had'; exit 0; }
npm run --silent playground
npm run --silent site
npm run --silent package

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
