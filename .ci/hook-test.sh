#!/usr/bin/env bash
# The hook, tried with the real pre-commit on a real repository of zones: testdata/house.
. "$(dirname "$0")/lib.sh"
. .ci/plant.sh
python=$(command -v python3)
house=$work/house
needs 'pre-commit; .ci/run installs it' command -v pre-commit
export HOME=$work PRE_COMMIT_HOME=$work/cache GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global user.name hook
git config --global user.email hook@example.com
git config --global init.defaultBranch main
git config --global protocol.file.allow always

# What a command takes of the processor, in ms: others use the machine, too.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >"$work/out" 2>&1; } 2>"$work/time" || return
    awk '{print int(($1 + $2) * 1000)}' "$work/time"
}

# This repository as a tag of it is fetched, and the wheels that a registry would have: nothing else is reachable.
mkdir "$work/tool" "$work/wheels"
git ls-files -z | tar -c --null -T - | tar -x -C "$work/tool"
version=$(sed -n '/^\[package\]$/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
(cd "$work/tool" && git init -q && git add -A && git commit -qm release && git tag "v$version")
cp target/wheels/zonelint-*.whl "$work/wheels"
python3 -m pip download --quiet --disable-pip-version-check --dest "$work/wheels" setuptools wheel
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$work/wheels

# The lines of the README, with the address of that repository.
mkdir "$work/house"
cp -R testdata/house/. "$work/house"
sed -n '/^# \.pre-commit-config\.yaml$/,/^```$/{/^```$/!p}' README.md |
    sed "s|https://github.com/[^/]*/zonelint|file://$work/tool|" >"$work/house/.pre-commit-config.yaml"
grep -q "file://$work/tool" "$work/house/.pre-commit-config.yaml"
cd "$work/house"
git init -q
pre-commit install >"$work/out"
cost=$(cpu pre-commit install-hooks) || fail 'the hook cannot be installed'
echo "the hook was installed in $cost ms of the processor"
[ "$cost" -lt 30000 ] || fail 'that is a compilation, not an installation'

# commit WHAT passed|stopped|skipped: commits everything, and holds what the hook did against it.
commit() {
    git add -A
    local status=0
    git commit -qm "$1" >"$work/out" 2>&1 || status=$?
    case $2 in
        passed) [ "$status" -eq 0 ] && grep -q '^zonelint.*Passed$' "$work/out" ;;
        skipped) [ "$status" -eq 0 ] && grep -q '^zonelint.*Skipped$' "$work/out" ;;
        stopped) [ "$status" -ne 0 ] && grep -q '^zonelint.*Failed$' "$work/out" ;;
    esac || fail "$1 was to be $2"
    echo "$2: $1"
}
shows() { grep -qF -- "$1" "$work/out" || fail "it does not show: $1"; }
change() { sed "s/$2/$3/" "$1" >"$work/changed" && cp "$work/changed" "$1"; }

commit 'a clean repository' passed
change zones/example.com 5061 5601
commit 'two digits swapped' stopped
shows 'error[srv-port-transposed]: port 5601 of `_sipfederationtls._tcp` is 5061 with'
shows 'zones/example.com:7:39'
change zones/example.com 5601 5061
change zones/hosts.inc 192.0.2.61 192.0.2.6l
commit 'a letter in an address of an included file' stopped
shows 'zones/hosts.inc:4:'
git checkout -q HEAD -- zones
change zones/192.0.2 mail.example.com. mail.example.com
commit 'a missing dot in a reverse zone' stopped
shows 'zones/192.0.2:5:'
git checkout -q HEAD -- zones
change reverse.conf '"2.0.192' '"3.0.192'
commit 'another network in the configuration' stopped
shows 'warning[ptr-address-differs]'
git checkout -q HEAD -- reverse.conf
change zonelint.yaml 'port: 5061' 'port: 5062'
commit 'another port in the rule file' stopped
git checkout -q HEAD -- zonelint.yaml
change zones/192.0.2 2026010101 2026010102
commit 'a new serial' passed
echo 'How we run our zones' >README.md
commit 'words only' skipped
echo 'print("zones")' >deploy.py
commit 'a script, which could be a zone by its name' passed

# What a commit that changes no zone costs beyond pre-commit itself, which a hook that does nothing shows: the best of
# some runs by turns.
cat >"$work/nothing.yaml" <<'YAML'
repos:
  - repo: local
    hooks: [{id: nothing, name: nothing, entry: "true", language: system, pass_filenames: false}]
YAML
for file in README.md deploy.py; do
    echo '# more' >>"$file"
    git add "$file"
    with=999999 without=999999
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        now=$(cpu pre-commit run --config .pre-commit-config.yaml) || fail 'a run failed'
        [ "$now" -ge "$with" ] || with=$now
        now=$(cpu pre-commit run --config "$work/nothing.yaml") || fail 'a run failed'
        [ "$now" -ge "$without" ] || without=$now
    done
    echo "a commit of $file takes $with ms, with a hook that does nothing $without ms"
    # A share and no number of ms: those of a slow machine are longer, for pre-commit as for the hook.
    [ "$((with - without))" -lt "$((without / 2))" ] || fail 'that is too much for a commit that changes no zone'
done
git commit -qm more

# What a stranger's branch holds is not run by the hook. By the git hook of pre-commit it is, where Python looks for modules
# in the current directory first.
git checkout -qb stranger
plant
armed
change zones/example.com 5061 5601
git add -Af
pre-commit run --all-files >"$work/out" 2>&1 && fail 'a mistake was to be told'
shows 'srv-port-transposed'
unharmed 'pre-commit run'
if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    PYTHONSAFEPATH=1 git commit -qm stranger >"$work/out" 2>&1 && fail 'a mistake was to be told'
    unharmed 'git commit with PYTHONSAFEPATH'
fi
git reset -q --hard
git checkout -q main

# A commit is held against the one before: what that has is not told again, and a serial that was forgotten is.
change .pre-commit-config.yaml 'id: zonelint}' 'id: zonelint, args: [--base]}'
echo 'old IN CNAME gone' >>zones/example.com
git add -A
git commit -qnm 'a mistake that is let through'
change zones/example.com 'old IN CNAME gone' '; zonelint finds nothing new here'
echo 'old IN CNAME gone' >>zones/example.com
commit 'a comment beside an old mistake' passed
change zones/example.com 5061 5601
commit 'two digits swapped beside an old mistake' stopped
shows 'srv-port-transposed'
shows '1 in the base'
git checkout -q HEAD -- zones
change .pre-commit-config.yaml 'id: zonelint, args: \[--base\]}' 'id: zonelint}'
git add -A
git commit -qnm 'the hook as before'

# The program that is installed serves as well.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check zonelint
change .pre-commit-config.yaml 'id: zonelint}' 'id: zonelint-system}'
PATH=$work/venv/bin:$PATH
commit 'the program on the PATH' skipped
change zones/example.com 5061 5601
commit 'two digits swapped, before the program on the PATH' stopped
shows 'srv-port-transposed'
cd "$tool"
echo 'the hook works'
