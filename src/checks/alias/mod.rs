//! CNAME records: chains, loops and what must not stand beside them.

checks! {
    alias_out_of_step
    cname_and_other_data
    cname_chain
    cname_loop
}
