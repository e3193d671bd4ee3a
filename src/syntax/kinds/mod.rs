//! The kinds of findings that reading a zone makes. Each has its page beside this file.

use crate::diagnostic::{Meta, SAFE, SAFE_OR_UNSAFE, Severity, UNSAFE};

/// Spells the kinds, and lists them all. `merged`: those of a file that say the same are one finding. In brackets: how
/// sure their fixes are.
macro_rules! kinds {
    ($($constant:ident $id:literal $severity:ident $($merged:ident)? $(($fixes:ident))? $page:literal $references:expr, $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub static $constant: Meta = Meta {
                id: $id,
                summary: $summary,
                severity: Severity::$severity,
                references: &$references,
                explain: include_str!(concat!($page, ".md")),
                is_merged: !stringify!($($merged)?).is_empty(),
                $(fixes: $fixes,)?
                ..Meta::DEFAULT
            };
        )*
        /// All of them.
        pub static ALL: &[&Meta] = &[$(&$constant),*];
    };
}

kinds! {
    BYTE_ORDER_MARK "byte-order-mark" Error (SAFE) "byte_order_mark" ["RFC 1035 section 5.1"],
        "the file starts with a UTF-8 byte order mark";
    CLASS_DIFFERS "class-differs" Error (UNSAFE) "class_differs" ["RFC 1035 section 5.2"],
        "a record has another class than its zone";
    DIRECTIVE_INVALID "directive-invalid" Error (SAFE) "directive_invalid" ["RFC 1035 section 5.1", "RFC 2308 section 4"],
        "a `$` directive is unknown, incomplete or out of range";
    FINAL_NEWLINE_MISSING "final-newline-missing" Info (SAFE) "final_newline_missing" ["RFC 1035 section 5.1"],
        "the last line does not end with a newline";
    INCLUDE_BASE "include-base" Info "include_base" ["RFC 1035 section 5.1"],
        "a relative `$INCLUDE` is read from different directories by different servers";
    INCLUDE_FAILED "include-failed" Error "include_failed" ["RFC 1035 section 5.1"],
        "an included file cannot be read, or is outside the project";
    INVISIBLE_CHARACTER "invisible-character" Error merged (SAFE) "invisible_character" ["RFC 1035 section 5.1", "RFC 5892 section 2"],
        "an invisible character is in a name, a type, a TTL or a policy";
    MERGE_CONFLICT "merge-conflict" Error "merge_conflict" ["RFC 1035 section 5.1", "https://git-scm.com/docs/git-merge#_how_conflicts_are_presented"],
        "a merge conflict is not resolved";
    NAME_INVALID "name-invalid" Error (UNSAFE) "name_invalid" ["RFC 1035 section 3.1"],
        "a name is too long, or has an empty label or one that is too long";
    NOT_A_ZONE_FILE "not-a-zone-file" Error "not_a_zone_file" ["RFC 1035 section 5"],
        "the file is a template, tinydns data, or no zone file at all";
    ORIGIN_MISSING_DOT "origin-missing-dot" Warning (SAFE) "origin_missing_dot" ["RFC 1035 section 5.1", "RFC 1035 section 5.2"],
        "an `$ORIGIN` ends with the origin but without a final dot, so all names below it have the origin twice";
    RECORD_DATA_INVALID "record-data-invalid" Error merged (SAFE_OR_UNSAFE) "record_data_invalid" ["RFC 1035 section 5.1", "RFC 3597 section 5"],
        "the data of a record is not valid for its type";
    SERVER_DIALECT "server-dialect" Info "server_dialect" ["RFC 1035 section 5.1", "RFC 3597 section 5"],
        "syntax that only one server or tool accepts";
    SYNTAX_ERROR "syntax-error" Error (SAFE_OR_UNSAFE) "syntax_error" ["RFC 1035 section 5.1"],
        "a line cannot be read as a record";
    TTL_LEFT_TO_SERVER "ttl-left-to-server" Info (UNSAFE) "ttl_left_to_server" ["RFC 1035 section 5.1", "RFC 2308 section 4"],
        "a record has no TTL and there is no `$TTL`, so its TTL depends on the server";
    TTL_MISSING "ttl-missing" Error "ttl_missing" ["RFC 1035 section 5.1", "RFC 2308 section 4"],
        "a record has no TTL, and neither `$TTL` nor a record before it sets one";
    UNKNOWN_TYPE "unknown-type" Warning merged (SAFE) "unknown_type" ["RFC 3597 section 5"],
        "a record has an unknown type";
}
