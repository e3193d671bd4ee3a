//! Mail: SPF and other policies in TXT records, the null MX.

checks! {
    mx_null_contradicted
    policy_record_duplicated
    spf_term_unknown
    txt_split_by_spaces
}
