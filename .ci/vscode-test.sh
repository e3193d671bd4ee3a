#!/usr/bin/env bash
# The extension of VS Code: its grammar, what it starts, and that it can be packed.
set -euo pipefail
cd "$(dirname "$0")/../editors/vscode"

command -v npm >/dev/null || { echo 'skipped: there is no npm'; exit 0; }
npm ci --ignore-scripts --no-audit --no-fund
npm test
npm run --silent package
# What is in it, and nothing else: no sources, no packages, no tests.
files=$(python3 -m zipfile -l dist/zonelint.vsix | awk 'NR > 1 { print $1 }' | sort)
expected='[Content_Types].xml
extension.vsixmanifest
extension/LICENSE.txt
extension/dist/extension.js
extension/language-configuration.json
extension/package.json
extension/readme.md
extension/syntaxes/zone.tmLanguage.json'
diff <(printf '%s\n' "$expected" | sort) <(printf '%s\n' "$files")
