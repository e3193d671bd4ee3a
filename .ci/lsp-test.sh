#!/usr/bin/env bash
# The language server as a client of somebody else sees it, which holds every answer against the types of the protocol:
# pytest-lsp from the package index.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/zonelint}")
[ -x "$program" ] || { echo "build it first: there is no $program" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-$work/env/bin/python}
if [ -z "${PYTHON:-}" ]; then
    python3 -m venv "$work/env"
    "$python" -m pip install --quiet --disable-pip-version-check pytest-lsp==1.0.1 ||
        { echo 'skipped: pytest-lsp cannot be installed'; exit 0; }
fi
mkdir "$work/house"
cp .ci/editor-house/* "$work/house"
mkdir "$work/house/.git"
cp .ci/lsp_client.py "$work/test_lsp.py"
ZONELINT=$program HOUSE=$work/house "$python" -m pytest -q -p no:cacheprovider -o asyncio_mode=auto "$work/test_lsp.py"
