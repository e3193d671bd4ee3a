#!/usr/bin/env bash
# Builds the program for browsers: build.sh FILE. With rustup's target, or with Debian's compiler and the sources of its
# standard library (rustc-web, cargo-web, rust-web-src, lld). binaryen makes it smaller, where it is installed. Ends with 3
# where no compiler can.
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-../../target/wasm}
# The versions of the main package, and no other: cargo leaves out what is not needed here.
cp ../../Cargo.lock Cargo.lock
build=(build --release --target wasm32-unknown-unknown --target-dir "$target")
if rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    cargo "${build[@]}"
elif dpkg -s rustc-web cargo-web rust-web-src lld >/dev/null 2>&1; then
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld \
        /usr/bin/cargo "${build[@]}" -Z build-std=std,panic_abort
else
    echo 'neither rustup nor Debian has the target wasm32-unknown-unknown here' >&2
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
