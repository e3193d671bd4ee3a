// Findings: in the editor, and as a list that jumps.
import { counted, el } from './dom.js';
import { docOffset, textOf } from './editor.js';
import { fromBytes } from './places.js';

const SHOWN_AT_ONCE = 200;

/** Where things of a report are, in documents of the page. Each text is looked through once. */
export class Places {
  #files;
  #offsets = new Map();

  constructor(files) {
    this.#files = files;
  }

  /** From and to in the document of a file of this page; null elsewhere. */
  range({ file, start, end }) {
    const state = this.#files.get(file);
    if (!state) return null;
    if (!this.#offsets.has(file)) this.#offsets.set(file, fromBytes(textOf(state)));
    const offset = this.#offsets.get(file);
    const at = (point) => docOffset(state, offset(point.offset), point.line);
    return { file, from: at(start), to: Math.max(at(start), at(end)) };
  }

  /** The line of a place, and what is marked in it. */
  excerpt(place) {
    const range = this.range(place);
    if (!range) return null;
    const line = this.#files.get(place.file).doc.lineAt(range.from);
    const [from, to] = [range.from - line.from, Math.min(range.to - line.from, line.length)];
    return { number: line.number, parts: [line.text.slice(0, from), line.text.slice(from, to), line.text.slice(to)] };
  }
}

export function fixName(fix) {
  const title = fix.title.replaceAll('`', '');
  return fix.applicability === 'safe' ? title : `${title} (look at it)`;
}

/** Findings of a file as the editor shows them. */
export function diagnosticsOf(findings, path, places, actions) {
  const own = findings.filter((finding) => finding.file === path);
  const shown = own.map((finding) => {
    const { from, to } = places.range(finding);
    return {
      from, to, severity: finding.severity, source: finding.check, message: finding.message,
      renderMessage: () => said(finding, actions),
      actions: finding.fix ? [{ name: fixName(finding.fix), apply: () => actions.fix(finding) }] : [],
    };
  });
  return shown.sort((a, b) => a.from - b.from || a.to - b.to);
}

function said(finding, actions) {
  const explain = (event) => {
    event.preventDefault();
    actions.explain(finding.check);
  };
  return el('div', { class: 'cm-say' },
    el('p', {}, ...withCode(finding.message)),
    finding.help && el('p', {}, 'help: ', ...withCode(finding.help)),
    el('p', {}, el('a', { href: `../checks/${finding.check}/`, click: explain }, `${finding.severity}[${finding.check}]`)));
}

/** Text in which words in backticks are code. */
export function withCode(text) {
  return text.split('`').map((part, at) => (at % 2 ? el('code', {}, part) : part));
}

/** Fills the list; `places` are those of the texts that were checked. */
export function showFindings(panel, findings, places, actions, most = SHOWN_AT_ONCE) {
  const cards = findings.slice(0, most).map((finding) => card(finding, places, actions));
  const more = findings.length - most;
  const showMore = () => showFindings(panel, findings, places, actions, most + 10 * SHOWN_AT_ONCE);
  const hadFocus = panel.contains(document.activeElement) && panel !== document.activeElement;
  panel.replaceChildren(
    findings.length === 0
      ? el('p', { class: 'nothing' }, 'Nothing found.')
      : el('ol', { class: 'findings' }, ...cards),
    more > 0 ? el('button', { type: 'button', click: showMore }, `Show more: ${counted(more, 'finding')} left`) : '');
  // What had it is gone, and whoever uses the keyboard should not start at the top of the page again.
  if (hadFocus) panel.focus({ preventScroll: true });
}

function card(finding, places, actions) {
  const labels = finding.labels.map((label) => place(label, label.text, places, actions, ''));
  return el('li', { class: `finding ${finding.severity}` },
    el('p', { class: 'message' },
      el('strong', {}, finding.severity), ' ', ...withCode(finding.message)),
    place(finding, null, places, actions, finding.severity),
    ...labels,
    finding.help && el('p', { class: 'help' }, 'help: ', ...withCode(finding.help)),
    finding.reason && el('p', { class: 'help' }, 'reason: ', ...withCode(finding.reason)),
    finding.source && el('p', { class: 'help' }, 'note: ', finding.source),
    el('p', { class: 'actions' },
      finding.fix && el('button', { type: 'button', class: 'fix', click: () => actions.fix(finding) }, fixName(finding.fix)),
      el('button', { type: 'button', class: 'link', click: () => actions.explain(finding.check) }, `Explain ${finding.check}`)));
}

function place(where, text, places, actions, mark) {
  const excerpt = places.excerpt(where);
  if (!excerpt) return el('p', { class: 'help' }, `${where.file}: `, ...withCode(text ?? ''));
  const [before, marked, after] = excerpt.parts;
  const name = `${where.file}:${where.start.line}:${where.start.column}`;
  return el('div', { class: 'place' },
    el('button', { type: 'button', class: 'link', click: () => actions.jump(where) }, name),
    text ? el('span', { class: 'label' }, ' ', ...withCode(text)) : '',
    el('pre', { tabindex: '0', 'aria-label': `Line ${excerpt.number}` },
      el('code', {}, el('span', { class: 'number' }, `${excerpt.number} │ `), before,
        el('mark', { class: mark || 'other' }, marked || ' '), after)));
}
