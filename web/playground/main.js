// The page: files on one side, what the program says of them on the other.
import MarkdownIt from 'markdown-it';
import incidentCom from '../../testdata/incident/example.com.zone?raw';
import incidentNet from '../../testdata/incident/example.net.zone?raw';
import { showChanges } from './changes.js';
import { byId, counted, el, markTab, walkTabs } from './dom.js';
import { EditorView, lines, makeEditor, setDiagnostics, stateOf, textOf } from './editor.js';
import { Client, latestOnly } from './engine-client.js';
import { Places, diagnosticsOf, showFindings } from './findings.js';
import { showServices } from './services.js';
import { fromFragment, isPath, toFragment } from './share.js';

const incident = [['example.com.zone', incidentCom], ['example.net.zone', incidentNet]];
const PAUSE = 120;

/** The files, each as a state of the editor; in the order of their tabs. */
let files = new Map();
/** Texts to compare with. */
let before = new Map();
/** Whether the change from them is checked, and only what is new is shown. */
let isHeldAgainstBefore = false;
/** When signatures are judged, if not now: the pages of checks are about dates. */
let time;
let shown = '';
let view;
let client;
/** The last answer to `check`, and the states of the files that it is about. */
let checked = { findings: [], files: new Map() };
let answer = 'findings';
let timer;

const textsOf = () => new Map([...files].map(([path, state]) => [path, textOf(state)]));

function keep() {
  if (view && files.has(shown)) files.set(shown, view.state);
}

function changed() {
  keep();
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
  document.body.dataset.state = 'working';
}

// ---- files

/** Takes over a project: the files of an address, or the incident. */
function take(project) {
  files = new Map(project.files.map(([path, text]) => [path, stateOf(path, text, changed)]));
  before = project.before ? new Map(project.before) : textsOf();
  isHeldAgainstBefore = project.before !== null;
  time = project.now;
  checked = { findings: [], files: new Map() };
  shown = [...files.keys()][project.shown];
}

function show(path) {
  if (path !== shown) keep();
  shown = path;
  view.setState(files.get(path));
  drawTabs();
  mark();
  if (answer === 'changes') check();
}

function drawTabs() {
  const counts = new Map();
  for (const { file } of checked.findings) counts.set(file, (counts.get(file) ?? 0) + 1);
  const list = byId('tabs');
  list.replaceChildren(...[...files.keys()].map((path) => {
    const count = counts.get(path);
    const badge = count ? el('span', { class: 'count' }, String(count), el('span', { class: 'unseen' }, ` ${count === 1 ? 'finding' : 'findings'}`)) : '';
    return el('button', { type: 'button', role: 'tab', 'aria-controls': 'editor', click: () => show(path), 'data-path': path }, path, badge);
  }));
  const tab = list.querySelector(`[data-path="${CSS.escape(shown)}"]`);
  markTab(list, tab);
  byId('editor').setAttribute('aria-label', `Text of ${shown}`);
  byId('remove').disabled = files.size < 2;
}

function add(path, text) {
  keep();
  files.set(path, stateOf(path, text, changed));
  show(path);
  check();
}

/** Asks for a name that a file can have. */
function askName(value) {
  const [dialog, input] = [byId('ask'), byId('ask-name')];
  input.value = value;
  const refuse = () => {
    const path = input.value.trim();
    const why = !isPath(path) ? 'A path such as zones/example.org.zone' : path !== value && files.has(path) ? 'There is a file of this name' : '';
    input.setCustomValidity(why);
  };
  input.oninput = refuse;
  refuse();
  dialog.returnValue = '';
  dialog.showModal();
  input.select();
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === 'ok' ? input.value.trim() : null);
  });
}

async function rename() {
  const [old, path] = [shown, await askName(shown)];
  if (!path || path === old) return;
  keep();
  // As the language may be another, it starts anew.
  const rest = [...files].map(([name, state]) => (name === old ? [path, stateOf(path, textOf(state), changed)] : [name, state]));
  files = new Map(rest);
  if (before.has(old)) {
    before.set(path, before.get(old));
    before.delete(old);
  }
  shown = '';
  show(path);
  check();
}

function remove() {
  const paths = [...files.keys()];
  const at = paths.indexOf(shown);
  files.delete(shown);
  shown = '';
  show(paths[at + 1] ?? paths[at - 1]);
  check();
}

async function open(list) {
  for (const file of list) {
    const path = isPath(file.name) ? file.name : `file-${files.size + 1}.zone`;
    // With its byte order mark, if it has one: there is a check for that.
    add(path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer()));
  }
}

// ---- what the program says

const ask = latestOnly(async () => {
  keep();
  const states = new Map(files);
  const texts = textsOf();
  const everything = new Map(texts);
  const wanted = [['check', { isHeld: isHeldAgainstBefore, time }]];
  if (answer === 'services') wanted.push(['services']);
  if (answer === 'changes') wanted.push(['changes']);
  if (answer === 'changes' || isHeldAgainstBefore) {
    for (const [path, text] of before) everything.set(`/before/${path}`, text);
  }
  const answers = await client.ask(everything, wanted);
  const { report, said } = answers.check;
  checked = { findings: report?.findings ?? [], files: states };
  // Flags are for the command line; here each fix has its button.
  const text = said.trim().replace(/^zonelint: /gm, '').replace(/; \d+ can be fixed with --fix[^;\n]*/g, '');
  const day = time?.replace(/^(....)(..)(..).*/, '\nSignatures are judged as of $1-$2-$3.') ?? '';
  byId('status').textContent = text + day;
  drawTabs();
  mark();
  showFindings(byId('findings-panel'), checked.findings, new Places(states), actions);
  if (answers.services) showServices(byId('services-panel'), answers.services.table, answers.services.said, actions);
  if (answers.changes) drawChanges(answers.changes, texts);
});

function check() {
  clearTimeout(timer);
  timer = undefined;
  if (!client) return;
  document.body.dataset.state = 'working';
  ask().then(
    () => {
      // What was typed meanwhile has no answer yet.
      if (timer === undefined) document.body.dataset.state = 'ready';
    },
    (error) => {
      document.body.dataset.state = 'failed';
      byId('status').textContent = `The program stopped: ${error.message}. Please report it.`;
    });
}

/** Underlines what was found in the file that is shown, unless it is another text by now: then an answer is on its way. */
function mark() {
  const state = checked.files.get(shown);
  if (!state || !state.doc.eq(view.state.doc)) return;
  const diagnostics = diagnosticsOf(checked.findings, shown, new Places(new Map([[shown, view.state]])), actions);
  view.dispatch(setDiagnostics(view.state, diagnostics));
  keep();
}

function drawChanges(changes, texts) {
  const pair = { path: shown, before: before.get(shown), after: texts.get(shown) ?? '' };
  showChanges(byId('changes-panel'), changes, pair, {
    isHeld: isHeldAgainstBefore,
    take() {
      before = textsOf();
      check();
    },
    hold(isHeld) {
      isHeldAgainstBefore = isHeld;
      check();
    },
  });
}

/** The place of a finding in a file as it is now: at its end at most. */
function goTo(file, from, to) {
  if (file !== shown) show(file);
  const clamp = (at) => Math.min(at, view.state.doc.length);
  view.dispatch({ selection: { anchor: clamp(from), head: clamp(to) }, effects: EditorView.scrollIntoView(clamp(from), { y: 'center' }) });
  view.focus();
}

const markdown = new MarkdownIt({ html: false, linkify: false });

const actions = {
  jump(place) {
    const range = new Places(checked.files).range(place);
    if (range) goTo(range.file, range.from, range.to);
  },
  jumpToLine(file, number) {
    if (!files.has(file)) return;
    if (file !== shown) show(file);
    const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
    goTo(file, line.from, line.to);
  },
  /** All edits of a fix or none: not where a text is another by now. */
  fix(finding) {
    keep();
    const places = new Places(checked.files);
    const byFile = new Map();
    for (const edit of finding.fix.edits) {
      const range = places.range(edit);
      const isSame = range && files.get(range.file)?.doc.eq(checked.files.get(range.file).doc);
      if (!isSame) return;
      const insert = lines(edit.text);
      byFile.set(range.file, [...(byFile.get(range.file) ?? []), { from: range.from, to: range.to, insert }]);
    }
    for (const [file, changes] of byFile) {
      if (file === shown) view.dispatch({ changes, userEvent: 'input.fix' });
      else files.set(file, files.get(file).update({ changes }).state);
    }
    changed();
  },
  async explain(check) {
    const { explain } = await client.ask(new Map(textsOf()), [['explain', check]]);
    const panel = byId('page-panel');
    panel.innerHTML = markdown.render(explain?.page ?? `There is no page of ${check}.`);
    panel.append(el('p', {}, el('a', { href: `../checks/${check}/` }, 'The same page on the site')));
    for (const block of panel.querySelectorAll('pre')) block.tabIndex = 0;
    for (const head of panel.querySelectorAll('h1')) head.replaceWith(el('h2', {}, head.textContent));
    choose('page');
    panel.focus();
    panel.scrollTop = 0;
  },
};

// ---- the frame

function choose(name) {
  answer = name;
  const list = byId('views');
  markTab(list, byId(`${name}-tab`));
  for (const other of ['findings', 'services', 'changes', 'page']) byId(`${other}-panel`).hidden = other !== name;
}

function frame() {
  for (const name of ['findings', 'services', 'changes', 'page']) {
    byId(`${name}-tab`).addEventListener('click', () => {
      choose(name);
      if (name === 'services' || name === 'changes') check();
    });
  }
  byId('page-panel').append(el('p', { class: 'nothing' }, 'Choose “Explain” at a finding to read why it hurts.'));
  walkTabs(byId('views'), (tab) => tab.click());
  walkTabs(byId('tabs'), (tab) => tab.click());
  byId('add').addEventListener('click', async () => {
    const path = await askName(files.has('zonelint.yaml') ? 'example.org.zone' : 'zonelint.yaml');
    if (path) add(path, '');
  });
  byId('rename').addEventListener('click', rename);
  byId('remove').addEventListener('click', remove);
  byId('open').addEventListener('click', () => byId('picker').click());
  byId('picker').addEventListener('change', ({ target }) => open(target.files));
  byId('ask-cancel').addEventListener('click', () => byId('ask').close(''));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    open(event.dataTransfer.files);
  });
  byId('share').addEventListener('click', share);
  byId('theme').addEventListener('click', () => setTheme(isDark() ? 'light' : 'dark'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawTheme);
  addEventListener('hashchange', async () => {
    const shared = await fromFragment(location.hash);
    if (!shared) return;
    take(shared);
    show(shown);
    check();
  });
}

async function share() {
  keep();
  const fragment = await toFragment({
    files: [...textsOf()],
    shown: [...files.keys()].indexOf(shown),
    before: isHeldAgainstBefore ? [...before] : null,
    now: time,
  });
  history.replaceState(null, '', `#${fragment}`);
  const size = counted(location.href.length, 'character');
  try {
    await navigator.clipboard.writeText(location.href);
    byId('status').textContent = `The link is copied (${size}). The files are in it: whoever has it can read them.`;
  } catch {
    byId('status').textContent = `The link is in the address bar (${size}). The files are in it: whoever has it can read them.`;
  }
}

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  drawTheme();
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Without a storage it holds until the page is closed.
  }
}

function drawTheme() {
  byId('theme').setAttribute('aria-pressed', String(isDark()));
}

async function start() {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  } catch {
    // As above.
  }
  drawTheme();
  frame();
  choose('findings');
  take((await fromFragment(location.hash)) ?? { files: incident, shown: 0, before: null });
  view = makeEditor(byId('editor'), files.get(shown));
  drawTabs();
  const { default: Program } = await import('./worker.js?worker&inline');
  client = new Client(new Program());
  check();
}

start();
