#!/usr/bin/env bash
# Builds the program for browsers: build.sh FILE. With the sources of the standard library, of rustup (rust-src) or of Debian
# (rustc-web, cargo-web, rust-web-src, lld), and Rust 1.92 or newer; else with rustup's target. binaryen makes it smaller, where
# it is installed. Ends with 3 where no compiler can.
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-../../target/wasm}
# The versions of the main package, and no other: cargo leaves out what is not needed here.
cp ../../Cargo.lock Cargo.lock
build=(build --release --target wasm32-unknown-unknown --target-dir "$target")
# The standard library from its sources: written for size, and without the texts of panics, which nobody would see.
for_size=(-Z build-std=std,panic_abort -Z build-std-features=optimize_for_size -Z panic-immediate-abort)
from_sources() { RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_PANIC=immediate-abort "$@" "${build[@]}" "${for_size[@]}"; }
if [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library" ]; then
    from_sources cargo
elif dpkg -s rustc-web cargo-web rust-web-src lld >/dev/null 2>&1; then
    RUSTC=/usr/bin/rustc CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld from_sources /usr/bin/cargo
elif rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    echo 'without rust-src the module is larger than it is published' >&2
    cargo "${build[@]}"
else
    echo 'neither rustup nor Debian has what builds for wasm32-unknown-unknown here' >&2
    exit 3
fi
built=$target/wasm32-unknown-unknown/release/zonelint_wasm.wasm
mkdir -p "$(dirname "$out")"
if command -v wasm-opt >/dev/null; then
    wasm-opt -Oz --enable-bulk-memory --enable-sign-ext --enable-mutable-globals --enable-nontrapping-float-to-int \
        --enable-multivalue --enable-reference-types --strip-debug --strip-producers "$built" -o "$out"
else
    cp "$built" "$out"
fi
