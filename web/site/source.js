// What the site is made of: the pages of the repository, and what the program itself says of its checks.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Zonelint } from '../engine.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const read = (path) => readFileSync(join(root, path), 'utf8');
export const exists = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false;

const cargo = read('Cargo.toml');
export const version = /^version = "(.+)"$/m.exec(cargo)[1];
export const repository = /^repository = "(.+)"$/m.exec(cargo)[1];
/** Where the site is served, up to a slash. */
export const site = /^homepage = "(.+)"$/m.exec(cargo)[1];

/** The program; `hostOf` is where its files are, if not in memory. */
export function program(hostOf) {
  return new Zonelint(new WebAssembly.Module(readFileSync(new URL('../dist/zonelint.wasm', import.meta.url))), hostOf);
}

/** The check that a page beside the code explains, by the path of the page. */
function pagesOfChecks(folder = 'src', found = new Map()) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) pagesOfChecks(path, found);
    else if (entry.name.endsWith('.md')) found.set(path, /^# ([\w-]+)$/m.exec(read(path))?.[1]);
  }
  return found;
}

// In the order of the menu. A page of docs/ that is not named here comes last, so that none is missed.
const order = [
  ['Use it', ['rule-file', 'ci', 'hook', 'ticket', 'editors', 'fix', 'change', 'diff', 'services', 'silencing', 'old-repository', 'reading', 'dnssec', 'mail', 'playground', 'install']],
  ['Look it up', ['checks', 'json', 'performance', 'reliability', 'design', 'dependencies']],
];

const titleOf = (text) => /^# (.+)$/m.exec(text)?.[1] ?? 'zonelint';

/** A section of a page, `## title` to the next one; what is before the first is that of `null`. */
function sections(text) {
  const parts = [{ title: null, text: '' }];
  let isCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const title = isCode ? null : /^## (.+)$/.exec(line)?.[1];
    if (title) parts.push({ title, text: '' });
    parts[parts.length - 1].text += `${line}\n`;
  }
  return parts;
}

/** The README is two pages: how to begin, and what the program takes. */
const lookedUp = ['What it checks', 'Commands', 'Exit status', 'Flags of `check`', 'What it reads'];
const onlyInTheRepository = ['Tests', 'Licence'];

/** All pages: `{ url, source, title, text, group }`, the text as Markdown of the file `source`. */
export function pages() {
  const readme = sections(read('README.md'));
  const begin = readme.filter(({ title }) => !lookedUp.includes(title) && !onlyInTheRepository.includes(title));
  const rest = readme.filter(({ title }) => lookedUp.includes(title));
  for (const title of lookedUp) {
    if (!rest.some((section) => section.title === title)) throw new Error(`README.md has no section ${title}`);
  }
  const joined = (list) => list.map(({ text }) => text).join('');
  const all = [{ url: '', source: 'README.md', title: 'zonelint', text: joined(begin), group: null }];
  const names = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
  const known = order.flatMap(([, list]) => list);
  const page = (source, url, group) => ({ url, source, title: titleOf(read(source)), text: read(source), group });
  for (const [group, list] of order) {
    for (const name of list.filter((name) => names.includes(name))) {
      const url = name === 'checks' ? 'checks/' : `docs/${name}/`;
      all.push(page(`docs/${name}.md`, url, group));
    }
    if (group === 'Use it') {
      all.push(...names.filter((name) => !known.includes(name)).map((name) => page(`docs/${name}.md`, `docs/${name}/`, group)));
    }
  }
  all.push(
    { url: 'docs/commands/', source: 'README.md', title: 'Commands and flags', text: `# Commands and flags\n\n${joined(rest)}`, group: 'Look it up' },
    page('rules/README.md', 'rules/', 'Look it up'),
    page('CHANGELOG.md', 'changelog/', 'Look it up'),
    page('CONTRIBUTING.md', 'contributing/', 'Look it up'));
  return all;
}

/** A page of a check as a reader has it: without the marks that tests read. */
const withoutMarks = (text) => text.split('\n').filter((line) => !/^\s*[;#]\^/.test(line)).join('\n');

/** Each check as the program explains it, with its page as it stands beside the code: the program writes it in ASCII. */
export function checks() {
  const paths = new Map([...pagesOfChecks()].map(([path, id]) => [id, path]));
  const { checks } = JSON.parse(program().run('explain', '--format', 'json').stdout);
  return checks.map((check) => {
    const source = paths.get(check.id);
    if (!source) throw new Error(`there is no page of ${check.id}`);
    return { ...check, source, page: withoutMarks(read(source)) };
  });
}

/** Files that are served as they are: packs and schemas. */
export function files() {
  const take = (folder, test) => readdirSync(join(root, folder)).filter((name) => test.test(name)).map((name) => `${folder}/${name}`);
  return [...take('rules', /\.(yaml|json)$/), ...take('docs', /\.(json|svg|png)$/)];
}

/** Where a file is served: a schema where its `$id` says. */
export function urlOfFile(path) {
  const id = path.endsWith('.schema.json') ? JSON.parse(read(path)).$id : undefined;
  if (!id) return path;
  return id.startsWith(site) ? id.slice(site.length) : path;
}

/** A path that a link in a file means. */
export function linked(source, path) {
  return relative(root, join(root, dirname(source), path));
}
