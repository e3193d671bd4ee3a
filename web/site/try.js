// Zones of a page, as a project of the playground.
import { toFragment } from '../playground/share.js';

/** The time that the dates of signatures in pages are made for: their tests have it, too. */
const NOW = '20260110000000';

/** The blocks of zones of a page as `[section, files]`; a rule file that stands before one is part of it. */
export function blocks(page) {
  const found = [];
  let section = '';
  let rules = null;
  for (const [, title, language, text] of page.matchAll(/^## (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (title) [section, rules] = [title, null];
    else if (language === 'yaml') rules = text;
    else if (language === 'zone') found.push({ section, files: filesOf(text, rules) });
  }
  return found;
}

function filesOf(text, rules) {
  const origin = /^\$ORIGIN\s+([a-z0-9.-]+?)\.?\s*$/im.exec(text)?.[1];
  const files = [];
  for (const part of `; file: ${origin ? `${origin}.zone` : 'zone.txt'}\n${text}`.split(/^; file: /m).slice(1)) {
    const [name, ...lines] = part.split('\n');
    if (lines.some((line) => line.trim())) files.push([name.trim(), lines.join('\n')]);
  }
  return rules ? [...files, ['zonelint.yaml', rules]] : files;
}

/** The project that shows a finding; a check that is off is switched on, and an older version is one to hold against. */
export function project(files, check) {
  const isVersions = files.some(([path]) => path.startsWith('base/')) && files.some(([path]) => path.startsWith('now/'));
  const below = (folder) => files.filter(([path]) => path.startsWith(folder)).map(([path, text]) => [path.slice(folder.length), text]);
  const others = files.filter(([path]) => !/^(base|now)\//.test(path));
  const shown = isVersions ? [...below('now/'), ...others] : [...files];
  if (check.severity === 'off' && !shown.some(([path]) => path === 'zonelint.yaml')) {
    shown.push(['zonelint.yaml', `checks: {${check.id}: warning}\n`]);
  }
  const isSigned = shown.some(([, text]) => /\sRRSIG\s/.test(text));
  return { files: shown, shown: 0, before: isVersions ? below('base/') : null, ...(isSigned && { now: NOW }) };
}

export const link = async (files, check) => `playground/#${await toFragment(project(files, check))}`;
