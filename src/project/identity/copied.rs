//! Zones that were copied from others and kept their names.

use std::collections::HashMap;
use std::path::Path;

use super::file_name;
use crate::diagnostic::Diagnostic;
use crate::project::ORIGIN_DIFFERS;
use crate::source::Span;
use crate::syntax::iana::arpa;
use crate::syntax::name::DomainName;

/// Above so many files of one zone that are called as if they were of others, files are not called after zones here.
const MOST_COPIES: usize = 2;

/// Top-level domains with names that many zones have; those of countries have two letters.
const COMMON: [&str; 7] = ["biz", "com", "edu", "gov", "info", "net", "org"];
/// Words of two letters that stand at the end of file names for something else.
const NOT_COUNTRIES: [&str; 4] = ["db", "in", "ip", "ns"];

/// A file that was read as a zone.
pub(in crate::project) struct SeenFile<'p> {
    pub path: &'p Path,
    pub apex: &'p DomainName,
    /// Where the zone says its name, in the file itself.
    pub at: Span,
    /// Nothing but the SOA tells the zone.
    pub by_soa: bool,
}

/// What there is to say of the files that are called after one zone and say that they are another, which the file that
/// is called after it holds as well; each with the number of the file.
pub(in crate::project) fn copied(files: &[SeenFile]) -> Vec<(usize, Diagnostic)> {
    let mut holders: HashMap<&DomainName, usize> = HashMap::new();
    files.iter().for_each(|file| *holders.entry(file.apex).or_default() += 1);
    let named = |file: &SeenFile| {
        let is_held_twice = holders[file.apex] > 1;
        file_name::from_file_name(&file.path.file_name().filter(|_| is_held_twice)?.to_string_lossy())
    };
    let names: Vec<Option<DomainName>> = files.iter().map(named).collect();
    let pairs = || {
        files.iter().zip(&names).enumerate().filter_map(|(number, (file, name))| Some((number, file, name.as_ref()?)))
    };
    let originals: HashMap<&DomainName, &SeenFile> =
        pairs().filter(|(_, file, name)| file.apex == *name).map(|(_, file, _)| (file.apex, file)).collect();
    let mut copies: HashMap<&DomainName, Vec<(usize, &DomainName)>> = HashMap::new();
    for (number, file, name) in pairs().filter(|(_, file, name)| file.by_soa && !holders.contains_key(name)) {
        if originals.contains_key(file.apex) && is_of_other_zone(name, file.apex, &holders) {
            copies.entry(file.apex).or_default().push((number, name));
        }
    }
    let few = copies.into_iter().filter(|(_, copies)| copies.len() <= MOST_COPIES);
    let told =
        |(number, name): (usize, &DomainName)| (number, finding(&files[number], name, originals[files[number].apex]));
    few.flat_map(|(_, copies)| copies.into_iter().map(told)).collect()
}

/// Whether a file name means another zone, and no version or part of this one: `example.com.internal`,
/// `example.internal`, `10.1.2` for `2.1.10.in-addr.arpa`.
fn is_of_other_zone(name: &DomainName, apex: &DomainName, holders: &HashMap<&DomainName, usize>) -> bool {
    let lower = |name: &DomainName| name.without_final_dot().to_ascii_lowercase();
    let (name, apex) = (lower(name), lower(apex));
    let network = |name: &str| name.strip_suffix(arpa::IN_ADDR).map(str::to_owned);
    match (network(&name), network(&apex)) {
        (Some(one), Some(other)) => {
            let octets = |text: &str| text.split_terminator('.').map(str::to_owned).collect::<Vec<_>>();
            let (one, other) = (octets(&one), octets(&other));
            return one.len() == other.len() && !one.iter().rev().eq(&other);
        }
        (None, None) => {}
        _ => return false,
    }
    let top = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let last = top(&name);
    let is_used = || holders.keys().any(|apex| top(&lower(apex)) == last);
    let is_country = last.len() == 2 && !NOT_COUNTRIES.contains(&last.as_str());
    let is_top_level = is_country || COMMON.contains(&last.as_str()) || is_used();
    is_top_level && !name.contains(&apex) && !apex.contains(&name)
}

fn finding(copy: &SeenFile, name: &DomainName, original: &SeenFile) -> Diagnostic {
    let file_name = copy.path.file_name().unwrap_or_default().to_string_lossy();
    let apex = copy.apex;
    let message = format!("the file name is `{file_name}`, but the zone is `{apex}`, which is also in another file");
    Diagnostic::new(&ORIGIN_DIFFERS, copy.at, message)
        .label(original.at, "this file is named after the zone")
        .help(format!("if it was copied for a new zone, write `{name}` here; otherwise rename the file"))
}
