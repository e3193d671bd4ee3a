// The program in the page says what the program on the command line says, byte by byte, of all of testdata.
import assert from 'node:assert';
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { program, root } from '../site/source.js';

const native = resolve(process.env.ZONELINT ?? join(root, 'target/debug/zonelint'));
const now = '20260601000000';

/** Files and folders below a folder, by their paths from the root; hidden ones, too. */
function below(folder) {
  const [files, folders] = [[], [folder]];
  for (const name of readdirSync(join(root, folder)).toSorted()) {
    const path = `${folder}/${name}`;
    if (lstatSync(join(root, path)).isDirectory()) {
      const inner = below(path);
      files.push(...inner.files);
      folders.push(...inner.folders);
    } else {
      files.push(path);
    }
  }
  return { files, folders };
}

const { files, folders } = below('testdata');
const wasm = program();
// Both have these files and no others: zones of the whole repository are held against one that is named.
const house = mkdtempSync(join(tmpdir(), 'zonelint-same-'));
after(() => rmSync(house, { recursive: true, force: true }));
function give(path, bytes) {
  wasm.write(path, bytes);
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), bytes);
}
for (const path of [...files, '.gitignore']) give(path, readFileSync(join(root, path)));
give('.git/HEAD', 'ref: refs/heads/main\n');

/** What the program on the command line says, in a process beside this one. */
const ask = (words) => new Promise((done, failed) => {
  const options = { cwd: house, maxBuffer: 1 << 28, env: { PATH: process.env.PATH } };
  execFile(native, words, options, (error, stdout, stderr) => {
    if (error && typeof error.code !== 'number') failed(error);
    else done({ status: error?.code ?? 0, stdout, stderr });
  });
});

/** Runs both with each list of arguments: where they differ, and how. */
async function differences(calls) {
  const wrong = [];
  const waiting = calls.values();
  const run = async () => {
    for (const words of waiting) {
      const asked = ask(words);
      const other = wasm.run(...words);
      const one = await asked;
      if (one.status === other.status && one.stdout === other.stdout && one.stderr === other.stderr) continue;
      wrong.push(`zonelint ${words.join(' ')}\n  native: ${one.status} ${one.stderr.trim()}\n  wasm:   ${other.status} ${other.stderr.trim()}`);
    }
  };
  // While the module runs, so does the process of the other.
  await Promise.all([run(), run()]);
  return wrong;
}

const skip = !existsSync(native) && `there is no ${native}`;
const check = (...words) => ['check', '--format', 'json', '--now', now, ...words];

test('JSON of each folder of testdata', { skip }, async () => {
  assert.ok(files.length > 500 && folders.length > 50, `${files.length} files in ${folders.length} folders`);
  assert.deepStrictEqual(await differences(folders.map((folder) => check(folder))), []);
});

test('JSON of the zone files of each folder, by their names', { skip }, async () => {
  // Those of the checks are many, and each run looks for other zones in all of the house: they were read above.
  const isTaken = (path) => path.endsWith('.zone') && !path.startsWith('testdata/checks/');
  const zones = folders.map((folder) => files.filter((path) => dirname(path) === folder && isTaken(path)));
  assert.ok(zones.flat().length > 100, `${zones.flat().length} zones`);
  assert.deepStrictEqual(await differences(zones.filter(({ length }) => length > 0).map((paths) => check(...paths))), []);
});

test('services, and versions against each other', { skip }, async () => {
  const versions = folders.filter((folder) => folders.includes(`${folder}/base`) && folders.includes(`${folder}/now`));
  assert.ok(versions.length > 5, `${versions.length} pairs`);
  const high = folders.filter((folder) => folder.split('/').length < 3);
  const wrong = await differences([
    ...high.map((folder) => ['services', '--format', 'json', folder]),
    ...versions.map((folder) => ['diff', '--format', 'json', '--all', `${folder}/base`, `${folder}/now`]),
    ...versions.map((folder) => check(`--base=${folder}/base`, `${folder}/now`)),
    ...['explain', 'rules', 'config'].map((command) => [command, '--format', 'json']),
  ]);
  assert.deepStrictEqual(wrong, []);
});

test('a module that was stopped goes on with its files', () => {
  const one = program();
  one.write('a.zone', readFileSync(join(root, 'testdata/incident/example.com.zone')));
  const first = one.run('check', '--format', 'json', '.');
  assert.strictEqual(first.status, 1);
  one.remove('a.zone');
  assert.strictEqual(one.run('check', '--format', 'json', '.').status, 2, 'no zone is left');
  assert.deepStrictEqual(one.paths(), []);
});
