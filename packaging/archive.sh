#!/usr/bin/env bash
# The archive of a target, with its checksum, into target/archives: the program, manual pages, completions, licences.
#
#     packaging/archive.sh TARGET
#
# `cargo binstall` finds it by the names that Cargo.toml has for it.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?the target, such as x86_64-unknown-linux-musl}
version=$(sed -n '/^\[package\]$/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
name=zonelint-v$version-$target
end=
case $target in *windows*) end=.exe ;; esac

# Paths of the machine that builds would be in the program, and make two builds differ. They stand in front of flags that
# the environment has.
flags="--remap-path-prefix=$PWD=/zonelint --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
RUSTFLAGS="$flags ${RUSTFLAGS-}" CARGO_PROFILE_RELEASE_STRIP=symbols cargo build --release --locked --target "$target"
program=${CARGO_TARGET_DIR:-target}/$target/release/zonelint$end
packaging/dist.sh "$program" "$target" >/dev/null

folder=target/archives/$name
rm -rf target/archives
mkdir -p "$folder"
cp "$program" "$folder/"
cp -R README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE target/dist/THIRD-PARTY-NOTICES target/dist/man target/dist/completions "$folder/"
cd target/archives
# The same files make the same archive. Not every tar sorts, and gzip keeps a time unless it is told not to.
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
if tar --version | grep -q GNU; then
    tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w --mtime="@$epoch" -cf "$name.tar" "$name"
else
    tar -cf "$name.tar" "$name"
fi
gzip -9n <"$name.tar" >"$name.tgz"
rm -r "$name" "$name.tar"
if command -v sha256sum >/dev/null; then sha256sum "$name.tgz"; else shasum -a 256 "$name.tgz"; fi >"$name.tgz.sha256"
cat "$name.tgz.sha256"
