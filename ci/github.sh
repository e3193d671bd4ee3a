#!/usr/bin/env bash
# What the action runs: findings for people in the log, as annotations of lines, and as SARIF for code scanning.
# ZONELINT_PATHS has a path a line; ZONELINT_ARGS are words between blanks.
set -euo pipefail
set -f
# shellcheck disable=SC2086 # These are words, and none of them is a pattern.
set -- ${ZONELINT_ARGS-} --
while IFS= read -r path; do
    [ -z "$path" ] || set -- "$@" "$path"
done <<<"${ZONELINT_PATHS-}"

# The log shows lines of zones, and whoever writes a zone could write a command to the runner there.
end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
status=0
printf '::stop-commands::%s\n' "$end"
FORCE_COLOR=1 zonelint check "$@" || status=$?
printf '\n::%s::\n' "$end"

if [ "${ZONELINT_ANNOTATIONS-true}" = true ]; then
    zonelint check --format github "$@" 2>/dev/null || true
fi
if [ "${ZONELINT_SARIF-false}" = true ]; then
    zonelint check --format sarif --output-file "$RUNNER_TEMP/zonelint.sarif" "$@" 2>/dev/null || true
    if [ -s "$RUNNER_TEMP/zonelint.sarif" ]; then
        printf 'sarif=%s\n' "$RUNNER_TEMP/zonelint.sarif" >>"$GITHUB_OUTPUT"
    fi
fi
exit "$status"
