#!/usr/bin/env bash
# Runs each fuzz target for a while, where cargo-fuzz can be had. What is found is a failure.
#   .ci/fuzz-test.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
skip() { echo "skipped: $*"; exit 0; }
command -v c++ >/dev/null || skip 'there is no C++ compiler, which libFuzzer needs'
PATH=$PWD/target/tools/bin:$PATH
command -v cargo-fuzz >/dev/null || cargo install --quiet --locked cargo-fuzz@0.13.2 --root target/tools ||
    skip 'cargo-fuzz is not to be had'
CARGO_TARGET_DIR=$PWD/target/fuzz fuzz/run.sh "${1:-30}"
