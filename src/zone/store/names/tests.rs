//! What is one name, and what two.

use super::*;

struct Table {
    names: Names,
    texts: Texts,
}

impl Table {
    fn below(apex: &str) -> Table {
        let mut table = Table { names: Names::default(), texts: Texts::default() };
        let id = table.add(apex, NameId::ROOT);
        table.names.set_apex(id, &table.texts);
        table
    }

    fn add(&mut self, text: &str, origin: NameId) -> NameId {
        let text = self.texts.add_text(text);
        self.names.intern(text, origin, &self.texts)
    }

    fn show(&self, id: NameId) -> String {
        self.names.display(id, &self.texts)
    }
}

#[test]
fn a_name_is_the_same_however_it_is_split_escaped_or_capitalised() {
    let mut t = Table::below("example.com.");
    let apex = t.names.apex();
    let www = t.add("www", apex);
    let sub = t.add("sub", apex);
    assert_eq!(t.add("WWW.Example.Com.", NameId::ROOT), www);
    assert_eq!(t.add("@", www), www);
    assert_eq!(t.add("a", sub), t.add("a.sub", apex));
    assert_eq!(t.add("a", sub), t.add("A.SUB.example.com.", sub));
    assert_eq!(t.add(r"w\119\w", apex), www);
    assert_ne!(t.add(r"a\.sub", apex), t.add("a.sub", apex));
    assert_eq!(t.add("example.com.", sub), apex);
    assert_eq!(t.add(".", apex), NameId::ROOT);
    assert_ne!(t.add("notexample.com.", apex), apex);
    assert_eq!(t.show(t.names.lookup(b"www", apex, &t.texts).expect("interned")), "www.example.com.");
    assert_eq!(t.names.lookup(b"nope", apex, &t.texts), None);
}

#[test]
fn an_origin_above_the_apex_makes_no_second_name() {
    let mut t = Table::below("example.com.");
    let com = t.add("com.", NameId::ROOT);
    assert_eq!(t.add("example", com), t.names.apex());
    let apex = t.names.apex();
    assert_eq!(t.add("www.example", com), t.add("www", apex));
}

#[test]
fn ancestors_are_the_names_that_exist() {
    let mut t = Table::below("example.com.");
    let apex = t.names.apex();
    let cut = t.add("cut", apex);
    let deep = t.add("a.b.c.cut", apex);
    assert_eq!(t.names.ancestors(deep, &t.texts), [cut, apex, NameId::ROOT]);
    let star = t.add("*", cut);
    let labels = |text: &'static str| text.split('.').map(str::as_bytes).collect::<Vec<_>>();
    assert_eq!(t.names.find_by_labels(&labels("*.CUT.example.com"), &t.texts), Some(star));
    assert_eq!(t.names.find_by_labels(&labels("*.example.com"), &t.texts), None);
    assert_eq!(hash_of_labels(&labels("a.b.c.cut.example.com")), t.names.hash(deep));
    assert!(t.names.is_wildcard(star, &t.texts));
}

#[test]
fn many_names_keep_their_ids_while_the_table_grows() {
    let mut t = Table::below("example.");
    let apex = t.names.apex();
    let ids: Vec<_> = (0..5000).map(|i| t.add(&format!("h{i}"), apex)).collect();
    for (i, &id) in ids.iter().enumerate() {
        assert_eq!(t.names.lookup(format!("H{i}.example.").as_bytes(), apex, &t.texts), Some(id));
    }
}

#[test]
fn a_copy_has_the_same_names_and_counts_on_from_there() {
    let mut t = Table::below("example.");
    let apex = t.names.apex();
    let ids: Vec<_> = (0..100).map(|i| t.add(&format!("h{i}"), apex)).collect();
    for room in [0, 1000] {
        let mut copy = Table { names: t.names.with_room(room), texts: t.texts.clone() };
        assert_eq!(copy.names.apex(), apex);
        assert_eq!((0..100).map(|i| copy.add(&format!("H{i}.example."), NameId::ROOT)).collect::<Vec<_>>(), ids);
        assert_eq!(copy.add("other", apex), NameId(t.names.len() as u32));
    }
}
