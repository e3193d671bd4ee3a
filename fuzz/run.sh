#!/usr/bin/env bash
# Runs fuzz targets, so many seconds each, as many at a time as there are cores; ends with 1 where one found something.
#   fuzz/run.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
# Coverage needs flags that a stable compiler hides; the code has no `unsafe` that a sanitizer could watch.
export RUSTC_BOOTSTRAP=1
: "${CARGO_TARGET_DIR:=$PWD/target}"
# In one unit the code would be a little faster, and built by one core alone.
cargo fuzz build --sanitizer none --codegen-units 4 --target-dir "$CARGO_TARGET_DIR"
programs=$CARGO_TARGET_DIR/$(rustc -vV | sed -n 's/^host: //p')/release
mkdir -p artifacts

# run TARGET: its output goes to a file, as several are run at a time.
run() {
    local target=$1 corpus=corpus/$1 log=artifacts/$1.log
    mkdir -p "$corpus" "artifacts/$target"
    case $target in
        rules | baseline) ;;
        *) find ../testdata -name '*.zone' -size -32k | while read -r zone; do
            cp -n "$zone" "$corpus/$(echo "$zone" | tr / _)" 2>/dev/null || true
        done ;;
    esac
    # A hang is what takes 1 s on an idle machine; a loaded one, and checks for overflows, take longer.
    if "$programs/$target" "$corpus" "seeds/$target" -artifact_prefix="artifacts/$target/" -max_total_time="$seconds" \
        -max_len=65536 -timeout=10 -rss_limit_mb=512 -dict=zone.dict -print_final_stats=1 -verbosity=0 >"$log" 2>&1; then
        echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs, $(sed -n \
            's/^stat::peak_rss_mb: *//p' "$log") MB"
    else
        echo "== $target found something; it is in fuzz/artifacts/$target"
        tail -n 60 "$log"
        return 1
    fi
}
export -f run
export programs seconds
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'run {}'
