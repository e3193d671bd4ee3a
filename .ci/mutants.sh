#!/usr/bin/env bash
# Mutants of what was changed: one that no test notices shows what no test asks for. Those that are known to stay stand in
# .cargo/mutants.toml, with reasons.
#   .ci/mutants.sh [BASE [MOST]]
# What differs is what was done since this branch left BASE, origin/main where nothing is said; on that itself it is
# the last ten commits. MOST is how many mutants are
# tried, 40 where nothing is said: they are taken from all over the change, and the rest is counted.
set -euo pipefail
cd "$(dirname "$0")/.."
skip() { echo "skipped: $*"; exit 0; }
PATH=$PWD/target/tools/bin:$PATH
command -v cargo-mutants >/dev/null || cargo install --quiet --locked cargo-mutants@27.1.0 --root target/tools ||
    skip 'cargo-mutants is not to be had'
base=$(git merge-base HEAD "${1:-origin/main}" 2>/dev/null || true)
# On main itself, and where nothing is known of another.
[ -n "$base" ] && [ "$base" != "$(git rev-parse HEAD)" ] || base=$(git rev-parse HEAD~10)
most=${2:-40}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git diff "$base" -- src >"$work/diff"
[ -s "$work/diff" ] || skip "nothing of src/ was changed since $base"
# Nobody debugs what is built for this.
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 CARGO_TERM_COLOR=never INSTA_UPDATE=no

# tests SUBJECT: the tests that are about a folder of src/. All of them would take minutes for each mutant.
tests() {
    case $1 in
        checks) echo checks::fixtures checks::fixes checks::causes checks::services checks::signed:: ;;
        text | source | syntax | zone) echo "$1::" checks::fixtures ;;
        ruleset) echo ruleset:: checks::fixtures ;;
        lsp) echo lsp:: fuzzed::seeds ;;
        fix) echo fix:: fuzzed:: ;;
        cli) echo cli:: fix::flags ;;
        fs | project) echo fs:: project:: bounds::hostile ;;
        *) echo "$1::" ;;
    esac
}

all=$(cargo mutants --list --in-diff "$work/diff" | wc -l)
shards=$(((all + most - 1) / most))
echo "$all mutants; one of $shards is tried"
[ "$all" -gt 0 ] || exit 0
status=0
for subject in $(git diff --name-only "$base" -- src | sed -n 's/^src\/\([^/.]*\).*\.rs$/\1/p' | sort -u); do
    read -ra filters < <(tests "$subject")
    # A test that fails is told by its status; what it says is in the log of the mutant.
    cargo mutants --in-diff "$work/diff" -f "src/$subject/**" -f "src/$subject.rs" --shard "0/$shards" --sharding round-robin \
        --timeout 120 --colors never --no-times --output "$work/$subject" -- --lib --test all -- "${filters[@]}" || status=$?
done
[ "$status" -eq 0 ] || echo 'a mutant that is missed needs a test, or a line in .cargo/mutants.toml that says why it may stay' >&2
exit "$status"
