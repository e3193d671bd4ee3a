#!/usr/bin/env bash
# What packages have beside the program, made from it into target/dist: manual pages, completions, and whose the code in
# it is.
#
#     packaging/dist.sh [PROGRAM [TARGET]]
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-target/release/zonelint}")
out=target/dist
rm -rf "$out"
mkdir -p "$out/man" "$out/completions"

# The width of a terminal would be in the pages.
run() { env -i COLUMNS=80 "$program" "$@"; }
run man >"$out/man/zonelint.1"
while IFS= read -r command; do
    run man "$command" >"$out/man/zonelint-$command.1"
done < <(sed -n 's/^zonelint\\-\([a-z]*\)(1)$/\1/p' "$out/man/zonelint.1" | grep -vx help)
run completions bash >"$out/completions/zonelint.bash"
run completions zsh >"$out/completions/_zonelint"
run completions fish >"$out/completions/zonelint.fish"
run completions powershell >"$out/completions/_zonelint.ps1"
run completions elvish >"$out/completions/zonelint.elv"

# The licences of the crates that are compiled in ask to be handed on.
packaging/notices.py ${2:+"$2"} >"$out/THIRD-PARTY-NOTICES"
ls -R "$out"
