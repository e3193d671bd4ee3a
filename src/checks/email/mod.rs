//! Mail: SPF and other policies in TXT records, keys, the null MX.

mod dkim_key;
mod mail_domains;
pub(super) mod mail_text;
mod octets;
mod report;
mod report_address;
mod seam;
pub(in crate::checks) mod spf_names;
mod spf_syntax;
mod spf_terms;
mod spf_tree;
mod spf_values;
mod spf_version;
mod tags;

checks! {
    bimi_invalid
    dkim_alias_out_of_step
    dkim_key_invalid
    dkim_key_weak
    dmarc_invalid
    dmarc_report_unauthorized: project
    dmarc_weak
    mail_policy_missing: project
    mail_policy_unexpected
    mta_sts_incomplete: project
    mta_sts_invalid
    mx_host_glued
    mx_null_contradicted
    policy_misplaced
    policy_obsolete
    policy_record_duplicated
    policy_version_invalid
    report_address_mistyped: project
    spf_allows_all
    spf_domain_mistyped: project
    spf_lookups_exceeded: project
    spf_missing: off
    spf_network_unusual
    spf_ptr_used
    spf_target_missing: project
    spf_term_ignored
    spf_term_unknown
    spf_value_invalid
    tls_rpt_invalid
    tlsa_for_mail_unusable
    tlsa_for_mail_unused: project
    txt_split_by_spaces
}
