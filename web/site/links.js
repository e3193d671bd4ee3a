// Every link inside the site leads to a file, and to a place in it where it names one.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

function* pagesIn(folder, below = '') {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) yield* pagesIn(folder, path);
    else if (entry.name.endsWith('.html')) yield path;
  }
}

export function checkLinks(out) {
  const wrong = [];
  const anchors = new Map();
  const anchorsOf = (path) => {
    if (!anchors.has(path)) {
      const html = readFileSync(join(out, path), 'utf8');
      anchors.set(path, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)));
    }
    return anchors.get(path);
  };
  for (const page of pagesIn(out)) {
    const html = readFileSync(join(out, page), 'utf8');
    for (const [, , href] of html.matchAll(/\s(href|src)="([^"]*)"/g)) {
      if (/^([a-z]+:|\/\/)/i.test(href)) continue;
      const [path, hash] = href.replace(/&amp;/g, '&').split('#');
      let file = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
      if (file.startsWith('..')) wrong.push(`${page}: ${href}`);
      else if (statSync(join(out, file), { throwIfNoEntry: false })?.isDirectory()) file = posix.join(file, 'index.html');
      if (!existsSync(join(out, file))) wrong.push(`${page}: ${href}`);
      else if (hash && !hash.startsWith('z1=') && !anchorsOf(file).has(decodeURIComponent(hash))) wrong.push(`${page}: ${href}`);
    }
  }
  return wrong;
}
