//! Records of any type: duplicates, places, numbers and texts.

mod authorities;
pub(in crate::checks) mod cut_text;

checks! {
    apex_type_elsewhere
    caa_tag_unknown
    caa_value_invalid
    comment_by_hash
    key_owner_mistyped
    mail_key_owner_invalid
    not_portable
    number_unassigned
    quotes_typographic
    record_duplicate
    record_outside_zone
    singleton_repeated
    tlsa_owner_invalid
    txt_cut_by_comment
    type_obsolete
    type_out_of_tree
    zone_differs_from_most: project
}
