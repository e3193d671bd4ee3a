//! CNAME records: chains, loops and what must not stand beside them.

checks! {
    cname_and_other_data
    cname_chain
    cname_loop
}
