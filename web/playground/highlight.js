// Zone text as HTML, for pages: the same colours as in the editor.
import { lookOf, startOfFile } from './grammar.js';

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text) => text.replace(/[&<>"]/g, (c) => entities[c]);

export function zoneToHtml(grammar, text) {
  let stack = startOfFile;
  const lines = text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const spans = tokens.map(({ startIndex, endIndex, scopes }) => {
      const piece = escaped(line.slice(startIndex, endIndex));
      const look = lookOf(scopes);
      return look && piece.trim() ? `<span class="z-${look}">${piece}</span>` : piece;
    });
    return spans.join('');
  });
  return lines.join('\n');
}
