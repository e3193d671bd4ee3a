#!/usr/bin/env bash
# Runs fuzz targets, so many seconds each; ends with 1 where one found something.
#   fuzz/run.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
[ $# -gt 0 ] || set -- $(cargo fuzz list)
# Coverage needs flags that a stable compiler hides; the code has no `unsafe` that a sanitizer could watch.
export RUSTC_BOOTSTRAP=1
for target in "$@"; do
    corpus=corpus/$target
    mkdir -p "$corpus"
    case $target in
        rules | baseline) ;;
        *) find ../testdata -name '*.zone' -size -32k | while read -r zone; do
            cp -n "$zone" "$corpus/$(echo "$zone" | tr / _)" 2>/dev/null || true
        done ;;
    esac
    echo "== $target, $seconds s"
    # A hang is what takes 1 s on an idle machine; a loaded one, and checks for overflows, take longer.
    cargo fuzz run --sanitizer none "$target" "$corpus" "seeds/$target" -- -max_total_time="$seconds" \
        -max_len=65536 -timeout=5 -rss_limit_mb=512 -dict=zone.dict -print_final_stats=1 -verbosity=0
done
