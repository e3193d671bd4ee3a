#!/usr/bin/env bash
# Installs the zonelint of this version into a folder of its own, and puts it on the PATH of the steps that follow.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
pin=$(sed -n 's/^dependencies = \["\(zonelint==[0-9][^"]*\)"\]$/\1/p' "$here/../pyproject.toml")
[ -n "$pin" ] || { echo '::error::zonelint: no version is pinned in pyproject.toml'; exit 2; }
python3 -m venv "$RUNNER_TEMP/zonelint-venv"
"$RUNNER_TEMP/zonelint-venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=zonelint "$pin"
# Later steps get the program, and keep the Python they had.
mkdir -p "$RUNNER_TEMP/zonelint"
ln -sf "$RUNNER_TEMP/zonelint-venv/bin/zonelint" "$RUNNER_TEMP/zonelint/"
printf '%s\n' "$RUNNER_TEMP/zonelint" >>"$GITHUB_PATH"
