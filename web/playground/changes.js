// What changed since the files were loaded: by meaning, as `zonelint diff` has it, and as text.
import { el } from './dom.js';
import { sideBySide } from './editor.js';
import { duration } from './services.js';

let shown = null;

export function showChanges(panel, { diff, said }, { path, before, after }, { isHeld, take, hold }) {
  shown?.destroy();
  shown = null;
  const box = el('input', { type: 'checkbox', id: 'hold', checked: isHeld, change: (event) => hold(event.target.checked) });
  const texts = el('div', { class: 'texts' });
  const isSame = before === after;
  panel.replaceChildren(
    el('p', { class: 'actions' },
      el('button', { type: 'button', click: take }, 'Take the files as “before”'),
      el('label', {}, box, ' Check the change: show only what is new since then')),
    el('h2', {}, 'What differs'),
    ...(diff ? meaning(diff) : [el('p', { class: 'nothing' }, said || 'There is nothing to compare.')]),
    el('h2', {}, `${path}, before and after`),
    isSame ? el('p', { class: 'nothing' }, 'The text of this file is as before.') : texts);
  if (!isSame) shown = sideBySide(texts, path, before ?? '', after);
}

function meaning(diff) {
  const { zones, ports, pointers, caches } = diff;
  if (zones.length === 0) return [el('p', { class: 'nothing' }, 'Nothing: the zones say the same.')];
  const list = (title, items) => (items.length ? [el('h3', {}, title), el('ul', {}, ...items.map((item) => el('li', {}, item)))] : []);
  return [
    ...zones.flatMap(zoneTable),
    ...list('Firewall', ports.map(({ action, transport, port, target, addresses, services }) =>
      `${action} ${transport ?? ''} ${port} to ${addresses.join(', ') || target} (${services.join(', ')})`)),
    ...list('PTR records', pointers.map(({ address, name, state, targets }) => `${address} of ${name}: ${stated(state, targets)}`)),
    ...list('Caches', caches.map(({ seconds, kept, names }) =>
      `up to ${duration(seconds)}, resolvers have ${kept === 'data' ? 'the old data' : 'no data'} for ${names.join(', ')}`)),
  ];
}

function stated(state, targets) {
  const words = { follows: 'follows', missing: 'no PTR record', left: 'the PTR record is left over' };
  return words[state] ?? `the PTR record has ${targets.join(', ')}`;
}

function zoneTable({ zone, change, serial, rrsets }) {
  const rows = rrsets.flatMap(({ owner, type, ttl, records }) => {
    const name = `${owner} ${type}`;
    if (records.length === 0) return [row(name, duration(ttl.old ?? 0), duration(ttl.new ?? 0))];
    return records.map((record) => row(name, record.old?.data ?? '', record.new?.data ?? ''));
  });
  const raised = serial && (serial.step === 'ahead' ? 'The serial is raised.' : 'The serial is not raised: secondaries keep the old zone.');
  return [
    el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': `Changes of ${zone}` },
      el('table', {},
        el('caption', {}, `${zone} ${change}. ${raised ?? ''}`),
        el('thead', {}, el('tr', {}, ...['RRset', 'Before', 'After'].map((name) => el('th', { scope: 'col' }, name)))),
        el('tbody', {}, ...rows))),
  ];
}

function row(name, before, after) {
  return el('tr', {},
    el('th', { scope: 'row' }, name),
    el('td', { class: 'before' }, before && el('del', {}, before)),
    el('td', { class: 'after' }, after && el('ins', {}, after)));
}
