#!/usr/bin/env bash
# The formula of a release, to standard output:
#
#     packaging/homebrew/release.sh SHA256
#
# where that is the digest of the archive of sources that GitHub makes of the tag of this version.
set -euo pipefail
cd "$(dirname "$0")/../.."
digest=${1:?the digest of the archive}
[[ $digest =~ ^[0-9a-f]{64}$ ]] || { echo "no SHA-256 digest: $digest" >&2; exit 2; }
version=$(sed -n '/^\[package\]$/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
repository=$(sed -n 's/^repository = "\(.*\)"$/\1/p' Cargo.toml)
sed -e '/^# /d' -e "s|^  license .*|  url \"$repository/archive/refs/tags/v$version.tar.gz\"\n  sha256 \"$digest\"\n&|" \
    packaging/homebrew/zonelint.rb
