/** An element: `el('p', { class: 'x' }, 'text', child)`. Text is text, whatever is in it; a function is a listener. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** `1 finding`, `2 findings`. */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Arrow keys, Home and End among the tabs of a list (ARIA authoring practices, "Tabs"). */
export function walkTabs(list, choose) {
  list.addEventListener('keydown', (event) => {
    const tabs = [...list.querySelectorAll('[role=tab]')];
    const at = tabs.indexOf(document.activeElement);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? (step && (at + step + tabs.length) % tabs.length);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(tabs[to]);
    list.querySelectorAll('[role=tab]')[to]?.focus();
  });
}

/** Marks one tab of a list as chosen: it alone is reached by the tabulator. */
export function markTab(list, chosen) {
  for (const tab of list.querySelectorAll('[role=tab]')) {
    tab.setAttribute('aria-selected', String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
}
