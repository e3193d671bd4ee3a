//! The packs that come with the program.
//!
//! A pack is a rule file like any other. The program carries it twice: the YAML, which findings
//! quote and `explain` prints, and the same `RuleFile` as JSON, which reads fifteen times
//! faster. A test reads the YAML the way a user's file is read and holds it against the JSON.

/// A rule file that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Pack {
    /// What it is called after `builtin:`.
    pub name: &'static str,
    /// The file as written.
    pub yaml: &'static str,
    /// The same, compiled.
    pub compiled: &'static str,
}

/// A pack by the name of its files.
macro_rules! pack {
    ($name:literal) => {
        Pack {
            name: $name,
            yaml: include_str!(concat!("../../rules/", $name, ".yaml")),
            compiled: include_str!(concat!("../../rules/compiled/", $name, ".json")),
        }
    };
}

impl Pack {
    /// The pack that lies under everything.
    pub const RECOMMENDED: Pack = pack!("recommended");

    /// All packs.
    pub const ALL: &'static [Pack] = &[
        Pack::RECOMMENDED,
        pack!("active-directory"),
        pack!("caldav-carddav"),
        pack!("etcd-openshift"),
        pack!("freeipa"),
        pack!("games"),
        pack!("h323-cisco"),
        pack!("kerberos"),
        pack!("lync"),
        pack!("mail"),
        pack!("mail-policy"),
        pack!("matrix"),
        pack!("microsoft-365"),
        pack!("microsoft-365-21vianet"),
        pack!("mongodb"),
        pack!("relaxed"),
        pack!("sip"),
        pack!("strict"),
        pack!("xmpp"),
    ];

    /// The pack of a name.
    pub fn named(name: &str) -> Option<&'static Pack> {
        Pack::ALL.iter().find(|pack| pack.name == name)
    }
}
