//! Mail: SPF and other policies in TXT records, the null MX.

pub(super) mod spf_terms;

checks! {
    dkim_key_invalid
    mx_null_contradicted
    policy_record_duplicated
    spf_term_unknown
    txt_split_by_spaces
}
