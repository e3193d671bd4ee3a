//! SVCB and HTTPS records.

checks! {
    svcb_alias_parameters
    svcb_dns_incomplete
    svcb_modes_mixed
}
