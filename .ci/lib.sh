# shellcheck shell=bash
# What the tests of the hook, the action and the job have in common; sourced by them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD

# needs WHAT COMMAND...: ends the test, and says so, where the command fails.
needs() {
    local what=$1
    shift
    "$@" >/dev/null 2>&1 || { echo "skipped: there is no $what"; exit 0; }
}
needs 'wheel in target/wheels; .ci/wheel-test.sh builds it' ls target/wheels/zonelint-*.whl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The output of what was run last is in $work/out, its status in $status.
fail() {
    echo "$(basename "$0"): $*" >&2
    cat "$work/out" >&2
    exit 1
}
ends() { [ "$status" -eq "$1" ] || fail "it ended with $status, not with $1"; }
says() { grep -qE -- "$1" "$work/out" || fail "it does not say: $1"; }
keeps_quiet() { ! grep -qE -- "$1" "$work/out" || fail "it says: $1"; }

# step NAME [NAME=VALUE...]: what the action runs in a step, in the checkout $house; files of the runner are in $work.
step() {
    : >"$work/output"
    status=0
    "$python" -I "$tool/.ci/step.py" "$tool/action.yml" "$1" GITHUB_ACTION_PATH="$tool" GITHUB_WORKSPACE="$house" \
        RUNNER_TEMP="$work/temp" GITHUB_PATH="$work/path" GITHUB_OUTPUT="$work/output" "${@:2}" >"$work/out" 2>&1 || status=$?
}
# job SHELL [NAME=VALUE...]: the job of GitLab, likewise.
job() {
    status=0
    "$python" -I "$tool/.ci/step.py" "$tool/ci/gitlab.yml" zonelint "$1" CI_PROJECT_DIR="$house" "${@:2}" \
        >"$work/out" 2>&1 || status=$?
}
