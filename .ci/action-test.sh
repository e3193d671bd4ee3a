#!/usr/bin/env bash
# The action and the GitLab job, as far as a shell can be a runner: their files are read, and their scripts run.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3)
needs 'PyYAML; .ci/run installs it' "$python" -c 'import yaml'
house=$work/house
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$tool/target/wheels

for script in ci/*.sh .ci/*.sh .ci/run; do
    bash -n "$script"
    [ -x "$script" ] || ! grep -q '^#!' "$script" || { echo "$script cannot be run" >&2; exit 1; }
done
"$python" .ci/step.py action.yml
for_pip() { grep -oE '\b(PIP_[A-Z_]+|HOME|[A-Za-z]+_(proxy|PROXY)|SSL_[A-Z_]+|LD_LIBRARY_PATH|TMPDIR|LANG)\b' "$1" | sort -u; }
[ "$(for_pip ci/install.sh)" = "$(for_pip ci/gitlab.yml)" ] || { echo 'action and job differ in what pip is given' >&2; exit 1; }

mkdir -p "$house" "$work/temp"
cp -R testdata/house/. "$house"
git -C "$house" init -q
step 'Install zonelint'
ends 0
PATH=$(cat "$work/path"):$PATH
export PATH
[ "$(command -v zonelint)" = "$work/temp/zonelint/zonelint" ] || fail 'it is not on the PATH'
python3 -c 'import yaml' || fail 'later steps get another Python'

step 'Check the zones'
ends 0
says 'nothing found in 4 zones'
[ ! -s "$work/output" ] || fail 'there is an output nobody asked for'

# A mistake, and a command to the runner in a line that the log shows.
sed -i.bak 's/5061 edge/5601 edge ; ::add-mask::example ##[stop-commands]x/' "$house/zones/example.com"
rm "$house/zones/example.com.bak"
step 'Check the zones' INPUT_SARIF=true
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
export INPUT_ANNOTATIONS=false INPUT_ARGS='--off srv-port-transposed --no-config'
step 'Check the zones' INPUT_PATHS=$'zones/192.0.2\nzones/2001-db8\n'
ends 0
says 'in 2 zones'
keeps_quiet '^::(error|warning|notice)'
[ ! -e "$work/temp/zonelint.sarif" ] || fail 'there is a file nobody asked for'
step 'Check the zones' INPUT_PATHS='$(touch owned)' INPUT_ARGS='*'
ends 2
[ ! -e "$house/owned" ] || fail 'a path was run'
step 'Check the zones' INPUT_PATHS=--help INPUT_ARGS=
ends 2
says '`--help` cannot be read'
step 'Check the zones' INPUT_PATHS=gone INPUT_ARGS='' INPUT_ANNOTATIONS=true INPUT_SARIF=true
ends 2
says '^::error title=zonelint::.*gone'

# Another folder to work in; none that a link leads out of the workspace to.
step 'Check the zones' INPUT_PATHS=example.com INPUT_ARGS=--no-config INPUT_ANNOTATIONS=true INPUT_WORKING_DIRECTORY=zones
ends 1
says '^::error file=zones/example.com,line=7,'
ln -s "$tool/testdata" "$house/outside"
step 'Check the zones' INPUT_WORKING_DIRECTORY=outside
ends 2
says '^::error::.*`working-directory`'
rm "$house/outside"

# The example for forks in docs/ci.md: a pull request that hides its mistake in every way is judged by the rules of the base.
inputs=$(python3 .ci/example.py docs/ci.md)
readarray -t inputs <<<"$inputs"
hidden=$work/hidden
mkdir -p "$hidden/base" "$hidden/head"
cp -R testdata/house/. "$hidden/base"
echo "exclude: ['lab/**']" >>"$hidden/base/zonelint.yaml"
cp -R "$house/." "$hidden/head"
mkdir "$hidden/head/lab"
cp "$house/zones/example.net" "$hidden/head/lab"
sed -i.bak 's/\(5601 edge\) ;/\1 ; zonelint: ignore[srv-port-transposed] ;/' "$hidden/head/zones/example.com"
rm "$hidden/head/zones/example.com.bak"
(cd "$hidden/head" && zonelint check --no-config --write-baseline >/dev/null 2>&1)
printf 'checks: {srv-port-transposed: off}\nexclude: [zones/example.com]\n' >"$hidden/head/zonelint.yaml"
of_house=$house house=$hidden
step 'Check the zones' INPUT_WORKING_DIRECTORY=head INPUT_ARGS=
ends 0
says '; .*1 check off, 1 file excluded$'
unset INPUT_ARGS INPUT_ANNOTATIONS
step 'Check the zones' "${inputs[@]}"
ends 1
says '^::error file=zones/example.com,line=7,endLine=7,col=39,endColumn=43,title=srv-port-transposed::'
says '; 1 file excluded; 1 can be fixed with --fix --unsafe-fixes$'
house=$of_house

# What differs from the base of a pull request: from a revision, from the branch, and from what a shallow merge has.
as_somebody=(-c user.name=a -c user.email=a@example.com -c commit.gpgsign=false)
git -C "$house" add -A
git -C "$house" "${as_somebody[@]}" commit -qm base
git -C "$house" update-ref refs/remotes/origin/main HEAD
sed -i.bak 's/5601 edge/5061 edge/' "$house/zones/example.com"
rm "$house/zones/example.com.bak"
for given in INPUT_BASE=HEAD GITHUB_BASE_REF=main; do
    rm -f "$work/temp/zonelint-diff.md"
    step 'Check the zones' "$given"
    grep -qxF "diff=$work/temp/zonelint-diff.md" "$work/output" || fail "$given: the difference is not told"
    grep -q '^+ .* 5061 edge' "$work/temp/zonelint-diff.md" || fail "$given: it is another difference"
done
git -C "$house" "${as_somebody[@]}" commit -qam change
rm "$work/temp/zonelint-diff.md"
step 'Check the zones' GITHUB_BASE_REF=gone INPUT_BASE=
grep -q '^+ .* 5061 edge' "$work/temp/zonelint-diff.md" || fail 'the first parent is not the base'
rm "$work/temp/zonelint-diff.md"
step 'Check the zones' INPUT_BASE=--output-file=owned
keeps_quiet '^diff='
[ ! -e "$house/owned" ] && [ ! -e "$work/temp/zonelint-diff.md" ] || fail 'a base is an option'
git -C "$house" "${as_somebody[@]}" revert --no-edit HEAD >/dev/null

# The job of GitLab, in the shells that it may get.
for shell in /bin/bash /bin/sh; do
    job "$shell"
    ends 1
    says 'srv-port-transposed'
    python3 - "$house/gl-code-quality-report.json" <<'PY'
import json, sys
issues = json.load(open(sys.argv[1]))
found = [(issue["check_name"], issue["location"]["path"]) for issue in issues]
assert ("srv-port-transposed", "zones/example.com") in found, found
PY
    [ ! -e "$house/zonelint-diff.md" ] || fail 'there is a difference nobody asked for'
    job "$shell" CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD^1
    grep -q '^- .* 5061 edge' "$house/zonelint-diff.md" || fail 'the difference is not written'
    job "$shell" ZONELINT_PATHS=zones/example.com ZONELINT_ARGS='--off srv-port-transposed'
    ends 0
    job "$shell" ZONELINT_PATHS=--help
    ends 2
done
echo 'the action and the GitLab job work'
