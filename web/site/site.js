// The search. The index is loaded when somebody wants to search, and nothing that is typed leaves the page.
import MiniSearch from 'minisearch';
import { searchOptions } from './search-options.js';

const top = new URL('./', import.meta.url);
const input = document.getElementById('search');
const results = document.getElementById('results');
let index;
let active = -1;

async function load() {
  index ??= import(/* @vite-ignore */ new URL('search-index.js', top).href).then(({ default: json }) => MiniSearch.loadJSON(json, searchOptions));
  return index;
}

function draw(found) {
  active = -1;
  input.removeAttribute('aria-activedescendant');
  const items = found.map(({ id, title }, number) => {
    const item = Object.assign(document.createElement('li'), { id: `result-${number}` });
    item.setAttribute('role', 'option');
    const link = Object.assign(document.createElement('a'), { href: new URL(id, top).href, textContent: title, tabIndex: -1 });
    item.append(link);
    return item;
  });
  if (items.length === 0) {
    const none = Object.assign(document.createElement('li'), { textContent: 'No page has this.' });
    none.setAttribute('role', 'option');
    none.setAttribute('aria-disabled', 'true');
    items.push(none);
  }
  results.replaceChildren(...items);
}

function show(isShown) {
  results.hidden = !isShown;
  input.setAttribute('aria-expanded', String(isShown));
}

async function search() {
  const words = input.value.trim();
  if (!words) return show(false);
  const pages = await load();
  if (input.value.trim() !== words) return;
  draw(pages.search(words).slice(0, 12));
  show(true);
}

function step(by) {
  const items = [...results.querySelectorAll('[role=option]:not([aria-disabled])')];
  if (items.length === 0) return;
  active = (active + by + items.length) % items.length;
  items.forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
  items[active].scrollIntoView({ block: 'nearest' });
  input.setAttribute('aria-activedescendant', items[active].id);
}

input.addEventListener('focus', load, { once: true });
input.addEventListener('input', search);
input.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  } else if (event.key === 'Enter') {
    results.querySelectorAll('a')[Math.max(active, 0)]?.click();
  } else if (event.key === 'Escape') {
    show(false);
  }
});
document.addEventListener('click', (event) => {
  if (!event.target.closest('.search')) show(false);
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, textarea, [contenteditable]')) {
    event.preventDefault();
    input.focus();
  }
});

// On a wide screen the list of pages is open.
const menu = document.querySelector('nav details');
const wide = matchMedia('(min-width: 60rem)');
const fit = () => (menu.open = wide.matches);
wide.addEventListener('change', fit);
fit();
