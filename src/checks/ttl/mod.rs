//! TTLs: too large, out of range, different within one RRset.

checks! {
    rrset_ttl_mismatch
    ttl_digits_swapped
    ttl_out_of_range
    ttl_too_large
}
