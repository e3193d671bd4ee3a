//! What stands for others in a pattern.

/// Whether `*` globs match a text; letters of either case are the same.
pub(in crate::ruleset) fn glob(pattern: &[u8], text: &[u8]) -> bool {
    wild(pattern, text, |byte| *byte == b'*', u8::eq_ignore_ascii_case)
}

/// What a text holds beside `*`.
pub(in crate::ruleset) fn between_stars(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('*').filter(|piece| !piece.is_empty())
}

/// Whether a pattern matches, in which some items stand for any run of others.
///
/// Works from the last such item back, so the time is bounded by the product of the lengths.
pub(super) fn wild<P, T>(
    pattern: &[P],
    text: &[T],
    is_star: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(item) if is_star(item) => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(item) if fits(item, &text[t]) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = last_star else { return false };
                last_star = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
        }
    }
    pattern[p..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_stars_end_quickly() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!glob(pattern.as_bytes(), "a".repeat(20_000).as_bytes()));
    }
}
