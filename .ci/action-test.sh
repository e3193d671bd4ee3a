#!/usr/bin/env bash
# The action and the GitLab job, as far as a shell can be a runner: their files are read, and their scripts run.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=$PWD
if ! python3 -c 'import yaml' 2>/dev/null; then
    echo 'skipped: there is no PyYAML here; .ci/run installs it'
    exit 0
fi
if ! ls target/wheels/zonelint-*.whl >/dev/null 2>&1; then
    echo 'skipped: there is no wheel in target/wheels; .ci/wheel-test.sh builds it'
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$tool/target/wheels

fail() {
    echo "action: $*" >&2
    cat "$work/out" >&2
    exit 1
}
# step NAME: runs what the action runs in a step, in a shell as a runner has it.
step() {
    : >"$work/output"
    local run
    run=$(python3 .ci/step.py action.yml "$1")
    status=0
    (cd "$work/house" && GITHUB_ACTION_PATH=$tool RUNNER_TEMP=$work/temp GITHUB_PATH=$work/path \
        GITHUB_OUTPUT=$work/output bash --noprofile --norc -eo pipefail -c "$run") >"$work/out" 2>&1 || status=$?
}
ends() { [ "$status" -eq "$1" ] || fail "it ended with $status, not with $1"; }
says() { grep -qE -- "$1" "$work/out" || fail "it does not say: $1"; }
keeps_quiet() { ! grep -qE -- "$1" "$work/out" || fail "it says: $1"; }

for script in ci/*.sh .ci/*.sh .ci/run; do
    bash -n "$script"
    [ -x "$script" ] || { echo "$script cannot be run" >&2; exit 1; }
done
python3 .ci/step.py action.yml

mkdir -p "$work/house" "$work/temp"
cp -R testdata/house/. "$work/house"
git -C "$work/house" init -q
step 'Install zonelint'
ends 0
PATH=$(cat "$work/path"):$PATH
export PATH
[ "$(command -v zonelint)" = "$work/temp/zonelint/zonelint" ] || fail 'it is not on the PATH'
python3 -c 'import yaml' || fail 'later steps get another Python'

export ZONELINT_PATHS=. ZONELINT_ARGS='' ZONELINT_ANNOTATIONS=true ZONELINT_SARIF=false
step 'Check the zones'
ends 0
says '1 info in 4 zones'
says '^::notice file=zones/example.com,line=6,'
[ ! -s "$work/output" ] || fail 'there is an output nobody asked for'

# A mistake, and a command to the runner in a line that the log shows.
sed -i.bak 's/5061 edge/5601 edge ; ::add-mask::example ##[stop-commands]x/' "$work/house/zones/example.com"
rm "$work/house/zones/example.com.bak"
export ZONELINT_SARIF=true
step 'Check the zones'
ends 1
says 'srv-port-transposed.*5061'
says '^::error file=zones/example.com,line=7,endLine=7,col=39,endColumn=43,title=srv-port-transposed::zones/example.com:7:39: '
first=$(head -n 1 "$work/out")
[[ "$first" =~ ^::stop-commands::[0-9a-f]{32}$ ]] || fail 'commands are not stopped'
end="::${first#::stop-commands::}::"
between=$(sed -n "1,/^$end\$/p" "$work/out")
[ "$(grep -c '##\[stop-commands\]' <<<"$between")" -eq "$(grep -c '##\[stop-commands\]' "$work/out")" ] ||
    fail 'a line of a zone is shown where commands are read'
[ "$(cat "$work/output")" = "sarif=$work/temp/zonelint.sarif" ] || fail 'the SARIF file is not told'
python3 - "$work/temp/zonelint.sarif" <<'PY'
import json, sys
run, = json.load(open(sys.argv[1]))["runs"]
places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
assert ("zones/example.com", 7) in [(at["artifactLocation"]["uri"], at["region"]["startLine"]) for at in places], places
PY

# Folders of one's own, arguments, and neither annotations nor SARIF.
rm "$work/temp/zonelint.sarif"
export ZONELINT_ANNOTATIONS=false ZONELINT_SARIF=false ZONELINT_ARGS='--off srv-port-transposed --no-config'
export ZONELINT_PATHS=$'zones/192.0.2\nzones/2001-db8\n'
step 'Check the zones'
ends 0
says 'in 2 zones'
keeps_quiet '^::(error|warning|notice)'
[ ! -e "$work/temp/zonelint.sarif" ] || fail 'there is a file nobody asked for'
ZONELINT_PATHS='$(touch owned)' ZONELINT_ARGS='*' step 'Check the zones'
ends 2
[ ! -e "$work/house/owned" ] || fail 'a path was run'
ZONELINT_PATHS=gone ZONELINT_ARGS='' ZONELINT_ANNOTATIONS=true ZONELINT_SARIF=true step 'Check the zones'
ends 2
says '^::error title=zonelint::.*gone'

# The lines of the GitLab job, one after the other, as its runner does.
lines=$(python3 .ci/step.py ci/gitlab.yml zonelint)
job() {
    status=0
    (cd "$work/house" && ZONELINT_PATHS=$1 ZONELINT_ARGS=$2 bash -eo pipefail -c "$lines") >"$work/out" 2>&1 || status=$?
}
python3 -m venv "$work/gitlab"
PATH=$work/gitlab/bin:$PATH
job '' ''
ends 1
says 'srv-port-transposed'
python3 - "$work/house/gl-code-quality-report.json" <<'PY'
import json, sys
issues = json.load(open(sys.argv[1]))
found = [(issue["check_name"], issue["location"]["path"]) for issue in issues]
assert ("srv-port-transposed", "zones/example.com") in found, found
PY
job zones/example.com '--off srv-port-transposed'
ends 0
echo 'the action and the GitLab job work'
