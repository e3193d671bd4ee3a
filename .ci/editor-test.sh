#!/usr/bin/env bash
# The language server in Neovim, with the configuration of docs/editors.md as it is printed there.
set -euo pipefail
cd "$(dirname "$0")/.."
needs() {
    local what=$1
    shift
    "$@" >/dev/null 2>&1 || { echo "skipped: there is no $what"; exit 0; }
}
needs 'Neovim; .ci/run installs it' command -v nvim
program=${1:-${CARGO_TARGET_DIR:-target}/debug/zonelint}
[ -x "$program" ] || { echo "build it first: there is no $program" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/house" "$work/house/.git"
ln -s "$(realpath "$program")" "$work/bin/zonelint"
sed -n '/^```lua$/,/^```$/{/^```/!p}' docs/editors.md >"$work/init.lua"
[ -s "$work/init.lua" ] || { echo 'docs/editors.md has no configuration for Neovim' >&2; exit 1; }
cp .ci/editor-house/* "$work/house"
export PATH=$work/bin:$PATH HOME=$work XDG_CONFIG_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CACHE_HOME=$work
script=$PWD/.ci/editor-test.lua
cd "$work/house"
status=0
timeout 120 nvim --headless -u "$work/init.lua" -i NONE -n example.com.zone \
    -c "luafile $script" >"$work/out" 2>&1 || status=$?
cat "$work/out"
echo
[ "$status" -eq 0 ] && grep -q '^all of it was seen' "$work/out" || { cat "$work"/nvim/lsp.log 2>/dev/null; exit 1; }
nvim --version | head -1
