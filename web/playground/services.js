// The services of all zones side by side, as `zonelint services` has them.
import { el } from './dom.js';

const units = [['w', 604800], ['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];

/** Seconds as zone files write them. */
export function duration(seconds) {
  let rest = seconds;
  const parts = units.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count ? `${count}${unit}` : '';
  });
  return parts.join('') || '0';
}

const lookups = {
  'no-address': 'no address', 'cname-loop': 'CNAME loop', 'not-read': 'zone not read in full',
  'not-in-these-zones': 'not in these zones',
};

export function showServices(panel, table, said, actions) {
  if (!table) return panel.replaceChildren(el('p', {}, said));
  if (table.services.length === 0) return panel.replaceChildren(el('p', { class: 'nothing' }, 'These zones have no services.'));
  const heads = ['Service', 'Zone', 'Port', 'Target', 'Addresses', 'TTL', 'Priority', 'Weight'];
  const head = el('thead', {}, el('tr', {}, ...heads.map((name) => el('th', { scope: 'col' }, name))));
  const rows = table.services.map((row) => {
    const service = [row.instance, row.service, row.protocol, row.subdomain].filter(Boolean).join('.');
    const jump = () => actions.jumpToLine(row.file, row.line);
    const marks = row.findings.map((mark) =>
      el('span', { class: `mark ${mark.severity}` }, mark.expected ? ` expected ${mark.expected}` : ` ${mark.check}`));
    const cells = [
      row.zone, el('b', {}, String(row.port ?? '')), row.target === '.' ? 'not offered' : row.target,
      row.addresses.join(', ') || lookups[row.lookup] || row.lookup, duration(row.ttl), row.priority, row.weight ?? '',
    ];
    const [zone, port, ...others] = cells.map((cell) => el('td', {}, typeof cell === 'number' ? String(cell) : cell));
    port.append(...marks);
    return el('tr', { class: row.findings.length ? 'marked' : null },
      el('th', { scope: 'row' }, el('button', { type: 'button', class: 'link', click: jump }, service)),
      zone, port, ...others);
  });
  // Beside the table, as a caption would be as wide as that.
  const about = el('p', { class: 'about' }, 'The services of all zones. A row that is marked has a finding.');
  panel.replaceChildren(about, el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Services of all zones' },
    el('table', {}, head, el('tbody', {}, ...rows))));
}
