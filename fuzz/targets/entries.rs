#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zonelint_fuzz::holds("entries", bytes));
