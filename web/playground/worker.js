// Runs the program beside the page, so that a large zone does not stop the typing.
import { decompress } from 'lzma1';
import { Zonelint } from '../engine.js';
import packed from 'virtual:zonelint-wasm';

// As the policy of the page allows no connection, the program comes as text of the script: packed, in base64.
const bytes = decompress(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)));
const ready = WebAssembly.compile(bytes).then((module) => new Zonelint(module));

function read(answer) {
  try {
    return JSON.parse(answer.stdout);
  } catch {
    return null;
  }
}

/** What the page asks for, by name. */
const tasks = {
  check(program, { isHeld, time }) {
    const base = isHeld ? ['--base=/before'] : [];
    const now = time ? ['--now', time] : [];
    const answer = program.run('check', '--format', 'json', ...now, ...base, '.');
    return { report: read(answer), said: answer.stderr };
  },
  services(program) {
    const answer = program.run('services', '--format', 'json', '.');
    return { table: read(answer), said: answer.stderr };
  },
  changes(program) {
    const answer = program.run('diff', '--format', 'json', '--all', '/before', '.');
    return { diff: read(answer), said: answer.stderr };
  },
  explain(program, check) {
    return read(program.run('explain', '--format', 'json', check));
  },
};

self.onmessage = async ({ data }) => {
  const { number, files, gone, wanted } = data;
  try {
    const program = await ready;
    for (const path of gone) program.remove(path);
    for (const [path, text] of files) program.write(path, text);
    const answers = {};
    for (const [name, argument] of wanted) answers[name] = tasks[name](program, argument);
    self.postMessage({ number, answers });
  } catch (error) {
    self.postMessage({ number, failure: String(error?.message ?? error) });
  }
};
