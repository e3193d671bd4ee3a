// Highlighting by the TextMate grammar of the editor extension: the same rules, here for CodeMirror and for the site.
import textmate from 'vscode-textmate';
import grammar from '../../editors/vscode/syntaxes/zone.tmLanguage.json' with { type: 'json' };

const { INITIAL, Registry } = textmate;

// The grammar keeps to what regular expressions of Oniguruma and of JavaScript have in common (a test compiles each), but
// for `(?i)` in front.
function compiled(source) {
  const ignoresCase = source.startsWith('(?i)');
  return new RegExp(ignoresCase ? source.slice(4) : source, ignoresCase ? 'dgmi' : 'dgm');
}

class Scanner {
  constructor(sources) {
    this.patterns = sources.map(compiled);
  }

  findNextMatchSync(text, start) {
    const content = typeof text === 'string' ? text : text.content;
    let best = null;
    for (let index = 0; index < this.patterns.length; index++) {
      const pattern = this.patterns[index];
      pattern.lastIndex = start;
      const match = pattern.exec(content);
      if (match && (!best || match.index < best.match.index)) best = { index, match };
      if (best && best.match.index === start) break;
    }
    if (!best) return null;
    const captureIndices = best.match.indices.map((pair) => {
      const [from, to] = pair ?? [0, 0];
      return { start: from, end: to, length: to - from };
    });
    return { index: best.index, captureIndices };
  }
}

const onigLib = Promise.resolve({
  createOnigScanner: (sources) => new Scanner(sources),
  createOnigString: (content) => ({ content }),
});

export async function zoneGrammar() {
  const registry = new Registry({ onigLib, loadGrammar: async () => grammar });
  return registry.loadGrammar(grammar.scopeName);
}

export const startOfFile = INITIAL;

// From the start of a scope to how it looks: the names of highlight.css and of CodeMirror's tags.
const looks = [
  ['comment', 'comment'],
  ['keyword.control.silence', 'keyword'],
  ['keyword', 'keyword'],
  ['entity.name.function', 'owner'],
  ['entity.name.namespace', 'name'],
  ['entity.name.tag', 'keyword'],
  ['entity.other.attribute-name', 'owner'],
  ['support.type', 'type'],
  ['storage', 'class'],
  ['constant.numeric.port', 'port'],
  ['constant.other.address', 'address'],
  ['constant.character', 'escape'],
  ['constant', 'number'],
  ['string', 'string'],
  ['variable', 'name'],
];

/** How the innermost of some scopes that is known looks. */
export function lookOf(scopes) {
  for (let at = scopes.length - 1; at > 0; at--) {
    const found = looks.find(([start]) => scopes[at].startsWith(start));
    if (found) return found[1];
  }
  return null;
}
