// The editor: CodeMirror with the grammar of zone files, in a shadow root, as its styles then need no exception in the
// policy of the page.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { MergeView } from '@codemirror/merge';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, Facet, Text } from '@codemirror/state';
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { Tag, tags } from '@lezer/highlight';
import { lookOf, startOfFile, zoneGrammar } from './grammar.js';

const looks = {
  comment: tags.comment, keyword: tags.keyword, owner: Tag.define(), type: tags.typeName, class: tags.modifier,
  port: Tag.define(), address: Tag.define(), number: tags.number, string: tags.string, name: tags.variableName,
  escape: tags.escape,
};

const grammar = await zoneGrammar();

// A line is made tokens of at once, and they are handed out one by one.
const zone = StreamLanguage.define({
  name: 'zone',
  tokenTable: looks,
  languageData: { commentTokens: { line: ';' } },
  startState: () => ({ stack: startOfFile, tokens: [], next: 0 }),
  copyState: (state) => ({ ...state }),
  blankLine(state) {
    state.stack = grammar.tokenizeLine('', state.stack).ruleStack;
  },
  token(stream, state) {
    if (stream.sol()) {
      const line = grammar.tokenizeLine(stream.string, state.stack);
      Object.assign(state, { stack: line.ruleStack, tokens: line.tokens, next: 0 });
    }
    const token = state.tokens[state.next++];
    stream.pos = Math.max(token ? token.endIndex : stream.string.length, stream.pos + 1);
    return token ? lookOf(token.scopes) : null;
  },
});

const color = (name) => ({ color: `var(--z-${name})` });
const highlight = HighlightStyle.define([
  ...Object.entries(looks).map(([name, tag]) => ({ tag, ...color(name) })),
  { tag: looks.port, ...color('port'), fontWeight: 'bold' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], ...color('owner') },
  { tag: [tags.content, tags.literal], ...color('string') },
]);

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--paper)', fontSize: '0.875rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', paddingBottom: '4rem' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-lintRange': { backgroundImage: 'none', textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationSkipInk: 'none', textUnderlineOffset: '0.2em' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--error)', backgroundColor: 'var(--error-back)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warning)', backgroundColor: 'var(--warning-back)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--info)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--edge)', maxWidth: 'min(34rem, 92vw)' },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', borderLeftWidth: '4px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)', fontSize: '0.8125rem', padding: '0.2rem 0.6rem', borderRadius: '4px', margin: '0.4rem 0.4rem 0 0' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--selection)', color: 'var(--text)' },
  '.cm-textfield': { backgroundColor: 'var(--paper)', color: 'var(--text)' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--line)', color: 'var(--text)' },
  '.cm-changedLine': { backgroundColor: 'var(--line)' },
  '.cm-collapsedLines': { background: 'var(--line)', color: 'var(--faint)', '&:before, &:after': { content: '"···"' } },
  '.cm-merge-a .cm-changedText': { background: 'var(--error-back)', textDecoration: 'underline var(--error)' },
  '.cm-merge-b .cm-changedText': { background: 'var(--good-back)', textDecoration: 'underline var(--good)' },
  '.cm-say code': { fontFamily: 'var(--mono)', fontSize: '0.8125rem' },
  '.cm-say p': { margin: '0.25rem 0' },
  '.cm-say a': { color: 'var(--accent)' },
});

export function languageOf(path) {
  if (/\.ya?ml$/i.test(path)) return yaml();
  return /(^|\/)named[^/]*\.conf[^/]*$|\.conf$/i.test(path) ? [] : zone;
}

/** How the lines of a file end. CodeMirror's own facet would also decide how pasted text is split. */
const lineEnd = Facet.define({ combine: (ends) => ends[0] ?? '\n' });

export const lines = (text) => Text.of(text.split(/\r\n?|\n/));

/** The state of a file. A text whose lines all end with CR LF keeps them. */
export function stateOf(path, text, onChange) {
  const isCrlf = text.includes('\r\n') && !/(^|[^\r])\n|\r(?!\n)/.test(text);
  return EditorState.create({
    doc: lines(text),
    extensions: [
      lineEnd.of(isCrlf ? '\r\n' : '\n'),
      lineNumbers(), lintGutter(), history(), drawSelection(), highlightSpecialChars(), highlightActiveLine(),
      highlightActiveLineGutter(), highlightSelectionMatches(),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
      languageOf(path), syntaxHighlighting(highlight), theme,
      EditorView.contentAttributes.of({ 'aria-label': `Text of ${path}`, tabindex: '0', spellcheck: 'false', autocapitalize: 'off' }),
      EditorView.updateListener.of((update) => update.docChanged && onChange(update)),
    ],
  });
}

/** A text as the program reads it, and offsets in it as places of the document. */
export const textOf = (state) => state.doc.sliceString(0, state.doc.length, state.facet(lineEnd));

export function docOffset(state, unit, line) {
  // In the document a line end is one place, however it is written.
  const extra = state.facet(lineEnd).length - 1;
  return Math.min(unit - extra * (line - 1), state.doc.length);
}

export function makeEditor(host, state) {
  const root = host.attachShadow({ mode: 'open' });
  return new EditorView({ state, parent: root, root });
}

/** Two texts beside each other; gone with what it is in. */
export function sideBySide(host, path, before, after) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const side = (doc, name) => ({
    doc,
    extensions: [
      lineNumbers(), languageOf(path), syntaxHighlighting(highlight), theme, EditorState.readOnly.of(true),
      EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': `${name}: ${path}`, tabindex: '0' }),
    ],
  });
  return new MergeView({
    a: side(before, 'Before'), b: side(after, 'After'), parent: root, root, collapseUnchanged: { margin: 3, minSize: 6 },
    gutter: true,
  });
}

export { EditorView, setDiagnostics };
