#!/usr/bin/env bash
# A stranger's checkout, full of files that some program runs by itself, or takes for its configuration. The action and the
# GitLab job work in it, with secrets, in environments as jobs have them: none of the files is run, no secret is shown, and
# what is wrong with the zones is told.
. "$(dirname "$0")/lib.sh"
. .ci/plant.sh
python=$(command -v python3)
needs 'PyYAML; .ci/run installs it' "$python" -c 'import yaml'
house=$work/house
mkdir "$house"
cp -R testdata/house/. "$house"
sed -i.bak 's/5061 edge/5601 edge/' "$house/zones/example.com"
rm "$house/zones/example.com.bak"
git -C "$house" init -q

plant
for hook in post-checkout pre-commit post-index-change fsmonitor; do
    plant_program ".hooks/$hook"
done
git -C "$house" config core.hooksPath .hooks
git -C "$house" config core.fsmonitor .hooks/fsmonitor

# A wheel that is not ours, and all that could lead pip to it.
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
mkdir -p "$house/wheels"
"$python" -I - "$house/wheels" "$version" "$(mark wheel)" <<'PY'
import sys, zipfile
folder, version, mark = sys.argv[1:]
name = f"zonelint-{version}"
script = zipfile.ZipInfo(f"{name}.data/scripts/zonelint")
script.external_attr = 0o100755 << 16
with zipfile.ZipFile(f"{folder}/{name}-1-py3-none-any.whl", "w") as wheel:
    wheel.writestr(script, f"#!/bin/sh\n: >'{mark}'\n")
    wheel.writestr(f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: zonelint\nVersion: {version}\n")
    wheel.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(f"{name}.dist-info/RECORD", "")
PY
"$python" -I -m pip install --quiet --disable-pip-version-check --no-index --find-links "$house/wheels" \
    --target "$work/wheel" zonelint 2>"$work/out" || fail 'the planted wheel cannot be installed'
planted+=(wheel)
for file in pip.conf .pip/pip.conf .config/pip/pip.conf; do
    put "$file" <<<"[global]
no-index = true
find-links = $house/wheels"
done
put constraints.txt <<<"zonelint @ file://$house/wheels/zonelint-$version-1-py3-none-any.whl"
put setup.cfg <<<"[install]
prefix = $house"
cp "$house/setup.cfg" "$house/.pydistutils.cfg"
put pyvenv.cfg <<<"home = $house/bin"

# Names that are flags where a pattern is one's own mistake, standard input, and commands to the runner; contents that
# lead out of the project.
put '!/first.tmp' </dev/null
put '--config=evil/off.tmp' </dev/null
put 'evil/off.tmp' <<<'checks: {srv-port-transposed: off}'
put '-' <<<'not a zone'
put $'zones/a\n::add-mask::stranger\n' <<<'$ORIGIN a.example.
@ 300 IN SOA ns1 hostmaster 1 2h 1h 2w 1h
$INCLUDE /proc/self/environ
$INCLUDE "x
::add-mask::stranger"'

armed

# What jobs have in their environment: as a runner leaves it; then habits, each of which leads into the checkout.
python_folder=$(dirname "$python")
hosted=(PATH="$python_folder:/usr/local/bin:/usr/bin:/bin" HOME="$work" PIP_NO_INDEX=1 PIP_FIND_LINKS="$tool/target/wheels"
    GITHUB_TOKEN=stranger-secret CI_JOB_TOKEN=stranger-secret)
habits=("${hosted[@]}" PATH=".::bin:node_modules/.bin:$house:$house/bin:$house/node_modules/.bin:$python_folder:/usr/local/bin:/usr/bin:/bin:"
    HOME="$house" CDPATH=".:$house" BASH_ENV=startup.sh ENV="$house/startup.sh" PYTHONPATH=".:lib:$house/lib"
    PYTHONSTARTUP=startup.py PYTHONUSERBASE="$house" PIP_CONFIG_FILE="$house/pip.conf" PIP_CONSTRAINT="$house/constraints.txt"
    PIP_CACHE_DIR="$house/.cache" XDG_CONFIG_HOME="$house/.config" GIT_DIR="$house/.git" LD_LIBRARY_PATH=":.")

# told WHAT: nothing was run, no secret is shown, and the mistake in the zone is told.
told() {
    unharmed "$1"
    ! grep -rqs stranger-secret "$work/out" "$work/temp" "$house/gl-code-quality-report.json" || fail "$1: a secret is shown"
    ends 1
    says 'srv-port-transposed'
}
action() {
    local what=$1
    shift
    rm -rf "$work/temp" "$work/path"
    mkdir "$work/temp"
    step 'Install zonelint' "$@"
    unharmed "$what, the installation"
    ends 0
    [ "$(cat "$work/path")" = "$work/temp/zonelint" ] || fail "$what: something else is put on the PATH"
    step 'Check the zones' INPUT_SARIF=true "$@"
    told "$what"
    says '^::error file=zones/example.com,line=7,'
    keeps_quiet '^::add-mask::'
    [ "$(cat "$work/output")" = "sarif=$work/temp/zonelint.sarif" ] || fail "$what: there is another output"
    step 'Check the zones' "$@" INPUT_PATHS='-'
    unharmed "$what, a file that is called as standard input"
}
gitlab() {
    local what=$1 shell=$2
    shift 2
    put gl-code-quality-report.json <<<'[{"check_name": "stranger"}]'
    job "$shell" "$@"
    told "$what"
    grep -q srv-port-transposed "$house/gl-code-quality-report.json" || fail "$what: the report is another"
    echo 'of somebody else' >"$work/outside"
    ln -sf "$work/outside" "$house/gl-code-quality-report.json"
    job "$shell" "$@" ZONELINT_ARGS='--exclude **/*.tmp'
    told "$what, with a pattern"
    [ "$(cat "$work/outside")" = 'of somebody else' ] || fail "$what: a link that was committed is written through"
    job "$shell" "$@" ZONELINT_PATHS='- zones'
    told "$what, with a file that is called as standard input"
}

mkdir "$work/temp"
action 'the action' "${hosted[@]}"
action 'the action among habits' "${habits[@]}"
for shell in /bin/bash /bin/sh; do
    gitlab "the job in $shell" "$shell" "${hosted[@]}"
    gitlab "the job in $shell among habits" "$shell" "${habits[@]}"
done
echo "a stranger's checkout runs nothing: ${#planted[@]} files were planted"
