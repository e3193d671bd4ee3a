#!/bin/bash
# What the action runs: findings for people in the log, as annotations of lines, and as SARIF for code scanning; and what
# differs from the base, as Markdown. ZONELINT_BASE is a revision.
# ZONELINT_FOLDER is the current directory, ZONELINT_PATHS has a path a line; ZONELINT_ARGS are words between blanks.
# shellcheck source=ci/outside.sh
. "$GITHUB_ACTION_PATH/ci/outside.sh"
# shellcheck disable=SC2086 # These are words, and none of them is a pattern.
set -- ${ZONELINT_ARGS-} --
while IFS= read -r path; do
    [ -z "$path" ] || set -- "$@" "$path"
done <<<"${ZONELINT_PATHS-}"

# zonelint itself is given no secret of the job. Libraries are not looked for in its current directory.
unset LD_LIBRARY_PATH LD_PRELOAD
given NO_COLOR COLUMNS
cd -P "$GITHUB_WORKSPACE/${ZONELINT_FOLDER:-.}" && [[ $PWD/ == "$checkout"/* ]] ||
    { echo '::error::zonelint: `working-directory` is no folder of the workspace'; exit 2; }
zonelint() {
    env -i "${given[@]}" GITHUB_WORKSPACE="$checkout" FORCE_COLOR=1 LC_ALL=C.UTF-8 "$RUNNER_TEMP/zonelint/zonelint" "$@" </dev/null
}

# The log shows lines of zones, and whoever writes a zone could write a command to the runner there.
end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
status=0
printf '::stop-commands::%s\n' "$end"
zonelint check "$@" || status=$?
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

# A checkout of a pull request is its merge with the base, which is the first parent: `fetch-depth: 2` has that.
bases=("${ZONELINT_BASE-}")
[ -n "${ZONELINT_BASE-}" ] || [ -z "${GITHUB_BASE_REF-}" ] || bases=("origin/$GITHUB_BASE_REF" 'HEAD^1')
for base in "${bases[@]}"; do
    [ -z "$base" ] || zonelint diff --format markdown --output-file "$RUNNER_TEMP/zonelint-diff.md" -- "$base" 2>/dev/null || true
    if [ -s "$RUNNER_TEMP/zonelint-diff.md" ]; then
        printf 'diff=%s\n' "$RUNNER_TEMP/zonelint-diff.md" >>"$GITHUB_OUTPUT"
        break
    fi
done
exit "$status"
