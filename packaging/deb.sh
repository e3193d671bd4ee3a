#!/usr/bin/env bash
# The Debian package of a program that was built, into target/debian:
#
#     packaging/deb.sh [PROGRAM]
#
# dpkg-deb alone makes it, which is on every such machine; cargo-deb would take longer to compile than all of this.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/zonelint}
packaging/dist.sh "$program" >/dev/null
maintainer='The zonelint contributors <OWNER@users.noreply.github.com>'

# field NAME: of the package in Cargo.toml.
field() { sed -n "/^\\[package\\]\$/,/^\\[/s/^$1 = \"\\(.*\\)\"\$/\\1/p" Cargo.toml; }
version=$(field version)
architecture=$(dpkg --print-architecture)
# Two packages of one commit are the same.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/zonelint
doc=$root/usr/share/doc/zonelint
# put MODE FILE PLACE: a file of the package.
put() { install -D -m "$1" "$2" "$root/$3"; }
# pack FILE PLACE: likewise, compressed, without a time in it.
pack() {
    install -d "$(dirname "$root/$2")"
    gzip -9n <"$1" >"$root/$2.gz"
    chmod 644 "$root/$2.gz"
}

umask 022
put 755 "$program" usr/bin/zonelint
strip --remove-section=.comment --remove-section=.note "$root/usr/bin/zonelint"
for page in target/dist/man/*.1; do
    pack "$page" "usr/share/man/man1/$(basename "$page")"
done
put 644 target/dist/completions/zonelint.bash usr/share/bash-completion/completions/zonelint
put 644 target/dist/completions/_zonelint usr/share/zsh/vendor-completions/_zonelint
put 644 target/dist/completions/zonelint.fish usr/share/fish/vendor_completions.d/zonelint.fish
put 644 rules/zonelint.schema.json usr/share/zonelint/zonelint.schema.json
put 644 packaging/lintian-overrides usr/share/lintian/overrides/zonelint
pack CHANGELOG.md usr/share/doc/zonelint/changelog
pack target/dist/THIRD-PARTY-NOTICES usr/share/doc/zonelint/THIRD-PARTY-NOTICES
cat >"$work/changelog" <<EOF
zonelint ($version-1) unstable; urgency=medium

  * Version $version; changelog.gz says what is new.

 -- $maintainer  $(LC_ALL=C date -u -d "@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')
EOF
pack "$work/changelog" usr/share/doc/zonelint/changelog.Debian

{
    cat <<EOF
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: zonelint
Source: $(field repository)
Comment: The crates that are compiled into the program, and their licences,
 stand in /usr/share/doc/zonelint/THIRD-PARTY-NOTICES.gz.

Files: *
Copyright: $(sed -n 's/^Copyright (c) //p' LICENSE-MIT)
License: Expat or Apache-2.0

License: Expat
EOF
    # Every line of a text is indented by a blank, an empty one is a dot.
    sed -n '5,$p' LICENSE-MIT | sed 's/^$/./; s/^/ /'
    cat <<EOF

License: Apache-2.0
 On Debian systems, the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
EOF
} >"$doc/copyright"

# The libraries of the program, with the oldest version that has what it asks for.
mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: zonelint\n\nPackage: zonelint\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O -e zonelint/usr/bin/zonelint 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo 'dpkg-shlibdeps names no library' >&2; exit 1; }
cat >"$root/DEBIAN/control" <<EOF
Package: zonelint
Version: $version-1
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size -s "$root/usr" | cut -f1)
Depends: $depends
Recommends: git
Section: net
Priority: optional
Homepage: $(field homepage)
Description: linter for DNS zone files
 zonelint reads BIND-style zone files without a network, applies a rule set
 written in YAML, and points at the bytes that are wrong: SRV ports with
 digits swapped, services under the wrong name, targets that do not exist,
 times to live out of range, and what contradicts another zone.
EOF
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)

mkdir -p target/debian
rm -f target/debian/zonelint_*.deb
dpkg-deb --root-owner-group -Zxz --build "$root" target/debian >/dev/null
ls -l target/debian
