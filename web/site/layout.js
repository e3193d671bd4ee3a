// The frame of each page.
import { escaped } from '../playground/highlight.js';
import { way } from './markdown.js';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'";
const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3h12L4 12h10' fill='none' stroke='%230a6' stroke-width='2.5'/%3E%3C/svg%3E";

export function layout({ url, title, html, pages, description, source, repository, version, site }) {
  // A page that stands for any missing address knows no way from itself.
  const to = (address) => (url === '404.html' ? `${site}${address}` : way(url, address));
  const groups = grouped(pages);
  const item = (page) => `<li><a href="${to(page.url)}"${page.url === url ? ' aria-current="page"' : ''}>${escaped(page.title)}</a></li>`;
  const menu = [...groups].filter(([group]) => group).map(([group, list]) => `<h2>${group}</h2><ul>${list.map(item).join('')}</ul>`);
  const edit = source ? `<a href="${repository}/blob/v${version}/${source}">The source of this page</a>` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}${url === '' ? ': lints DNS zone files offline' : ' · zonelint'}</title>
<meta name="description" content="${escaped(description ?? `zonelint lints DNS zone files offline: ${title}`)}">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${to('colors.css')}">
<link rel="stylesheet" href="${to('style.css')}">
<script type="module" src="${to('site.js')}"></script>
</head>
<body data-page="${url}">
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="home" href="${to('')}">zonelint</a>
<div class="search" role="search">
<input id="search" type="search" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" aria-label="Search all pages" placeholder="Search" autocomplete="off" spellcheck="false">
<ul id="results" role="listbox" aria-label="Pages found" hidden></ul>
</div>
<a class="button" href="${to('playground/')}">Playground</a>
<a href="${repository}">Repository</a>
</header>
<div class="columns">
<nav aria-label="Pages"><details><summary>All pages</summary>${menu.join('')}</details></nav>
<main id="content">
${html}
<footer>${edit} <span>zonelint ${version} · MIT or Apache-2.0</span></footer>
</main>
</div>
</body>
</html>
`;
}

function grouped(pages) {
  const groups = new Map();
  for (const page of pages) groups.set(page.group, [...(groups.get(page.group) ?? []), page]);
  return groups;
}
