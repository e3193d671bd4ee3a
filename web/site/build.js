// Builds the site into ../dist/site, from the pages of the repository; no text of it stands here twice. Fails where a link
// leads nowhere.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import { hostOf } from '../host.js';
import { zoneGrammar } from '../playground/grammar.js';
import { layout } from './layout.js';
import { checkLinks } from './links.js';
import { renderer } from './markdown.js';
import { searchOptions } from './search-options.js';
import { checks, files, pages, program, read, repository, root, site, urlOfFile, version } from './source.js';
import { picture } from './terminal.js';
import { blocks, link } from './try.js';

const out = fileURLToPath(new URL('../dist/site/', import.meta.url));
const web = fileURLToPath(new URL('../', import.meta.url));

// No page stays that is no longer made.
for (const folder of ['checks', 'docs', 'rules']) rmSync(join(out, folder), { recursive: true, force: true });

function write(path, content) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}

const all = pages();
const allChecks = checks();
const grammar = await zoneGrammar();

// Where a file of the repository stands on the site.
const places = new Map();
for (const page of all) if (!places.has(page.source)) places.set(page.source, page.url);
for (const check of allChecks) places.set(check.source, `checks/${check.id}/`);
for (const file of files()) places.set(file, urlOfFile(file));
const ids = new Set(allChecks.map(({ id }) => id));

/** The address that a link in a file leads to, from the top of the site; null where it stays as it is. */
function target(source, href) {
  if (/^[a-z]+:/i.test(href)) return null;
  const [path, hash] = href.split('#');
  const file = path === '' ? source : new URL(path, `file:///${source}`).pathname.slice(1);
  // The page of all checks is one page in the repository, and one for each check here.
  if (file === 'docs/checks.md' && ids.has(hash)) return `checks/${hash}/`;
  const anchor = hash ? `#${hash}` : '';
  // Of the README, what is looked up is a page of its own.
  if (file === 'README.md' && hash && !headingsOf('').has(hash)) return `docs/commands/${anchor}`;
  if (places.has(file)) return `${places.get(file)}${anchor}`;
  return `${repository}/blob/v${version}/${file}${anchor}`;
}

const markdown = renderer({ grammar, target });
const headingsOf = (url) => new Set(markdown.headings(all.find((page) => page.url === url).text).map(({ slug }) => slug));

/** The page of all checks: the table, each leading to its own page; what it finds stands beside its name. */
function table() {
  const text = read('docs/checks.md');
  const lines = text.slice(0, text.search(/^## /m)).trimEnd().split('\n');
  return lines.map((line) => {
    const cells = line.split(/(?<!\\)\|/);
    const finds = cells.length === 8 && cells.splice(5, 1);
    return (finds ? cells.toSpliced(2, 0, ...finds) : cells).join('|');
  }).join('\n');
}

const incident = 'zonelint check testdata/incident/';
function terminal() {
  // A terminal that has line characters, whatever the one is that this runs in.
  const variables = { LANG: 'C.UTF-8' };
  const zonelint = program((put) => ({ ...hostOf(put), variable: (name) => name in variables && (put(variables[name]), true) }));
  zonelint.useHost(root, 0);
  const { stdout } = zonelint.run('check', '--color', 'always', 'testdata/incident/');
  if (!stdout.includes('5601')) throw new Error('the incident is not found');
  return picture(incident, stdout, 'zonelint points at port 5601, which is 5061 with two digits swapped, and shows the zone that has 5061');
}

const entries = [];
function publish({ url, source, title, html, text, group = null, description }) {
  const page = layout({ url, title, html, pages: all, group, description, source, repository, version, site });
  write(`${url}index.html`, page);
  entries.push({ id: url, title, text });
}

for (const page of all) {
  const text = page.source === 'docs/checks.md' ? table() : page.text;
  let html = markdown.render(text, page.source, page.url);
  if (page.url === '') {
    // The picture says what the first block of the README says, and the text of it is below for who cannot see it.
    html = html.replace(/<pre[\s\S]*?<\/pre>/, (block) => `<p class="shot" tabindex="0" role="region" aria-label="Output of zonelint"><img src="incident.svg" alt="The output of zonelint check, which follows as text"></p>
<details><summary>The same as text</summary>${block}</details>
<p class="buttons"><a class="button" href="playground/">Try it in the playground</a> <a class="button quiet" href="checks/">All ${allChecks.length} checks</a></p>`);
  }
  publish({ ...page, html, text });
}

for (const check of allChecks) {
  const url = `checks/${check.id}/`;
  const tries = await Promise.all(blocks(check.page).map(async ({ section, files }) => ({ section, href: await link(files, check) })));
  const facts = `<p class="facts">${check.severity} unless a rule says otherwise · groups: ${check.groups.join(', ')}</p>`;
  const html = markdown.render(check.page, check.source, url, tries).replace('</h1>', `</h1>\n${facts}`);
  publish({ url, source: check.source, title: check.id, html, text: check.page, description: check.summary });
}

for (const file of files()) write(urlOfFile(file), readFileSync(join(root, file)));
write('incident.svg', terminal());
write('404.html', layout({
  url: '404.html', title: 'Not here', html: '<h1>Not here</h1><p>There is no page of this address. The search knows all pages.</p>',
  pages: all, repository, version, site,
}));

const search = new MiniSearch(searchOptions);
search.addAll(entries);
// As text of a script: the policy of the pages allows no connection.
write('search-index.js', `export default ${JSON.stringify(JSON.stringify(search))};\n`);
cpSync(join(web, 'colors.css'), join(out, 'colors.css'));
cpSync(join(web, 'site/style.css'), join(out, 'style.css'));

const wrong = checkLinks(out);
const size = deflateRawSync(readFileSync(join(out, 'search-index.js'))).length;
console.log(`${entries.length} pages, ${allChecks.length} of them of checks; the search index has ${Math.round(size / 1024)} KB`);
if (wrong.length) {
  console.error(`links that lead nowhere:\n${wrong.join('\n')}`);
  process.exit(1);
}
