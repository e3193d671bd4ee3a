//! Tokens stand in the order of the bytes, do not overlap, and between them is nothing that is one.

use zonelint::syntax::lexer::Lexer;

pub(super) fn holds(bytes: &[u8]) {
    let mut lexer = Lexer::new(bytes, 0);
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    let mut end = 0;
    while let Some(line) = lexer.next(&mut tokens, &mut problems) {
        assert!(!tokens.is_empty() || !problems.is_empty(), "an entry of nothing");
        assert!(line.start as usize >= end || tokens.is_empty(), "an entry starts before the last one ends");
        for token in &tokens {
            assert!(token.start as usize >= end && token.end >= token.start, "{token:?} overlaps");
            assert!(token.end as usize <= bytes.len(), "{token:?} ends behind the file");
            let between = &bytes[end..token.start as usize];
            let is_between = |byte: &u8| b" \t\r\n()".contains(byte);
            let has_comment = between.contains(&b';');
            assert!(has_comment || between.iter().all(is_between) || !problems.is_empty(), "{between:?} is lost");
            end = token.end as usize;
        }
        assert!(lexer.at() as usize >= end, "the lexer goes back");
        end = end.max(lexer.at() as usize);
    }
    for problem in &problems {
        assert!(problem.start <= problem.end && problem.end as usize <= bytes.len(), "{problem:?}");
    }
}
