// The program in the page says what the program on the command line says, byte by byte, of all of testdata.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { program, root } from '../site/source.js';

const native = process.env.ZONELINT ?? join(root, 'target/debug/zonelint');
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
for (const path of [...files, '.gitignore']) wasm.write(path, readFileSync(join(root, path)));
wasm.write('.git/HEAD', 'ref: refs/heads/main\n');

/** What differs between both, for some arguments. */
function differs(...words) {
  const one = spawnSync(native, words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, env: { PATH: process.env.PATH } });
  assert.strictEqual(one.error, undefined);
  const other = wasm.run(...words);
  const same = one.status === other.status && one.stdout === other.stdout && one.stderr === other.stderr;
  return same ? [] : [`zonelint ${words.join(' ')}\n  native: ${one.status} ${one.stderr.trim()}\n  wasm:   ${other.status} ${other.stderr.trim()}`];
}

test('JSON of each folder of testdata', { skip: !existsSync(native) && `there is no ${native}` }, () => {
  assert.ok(files.length > 500 && folders.length > 50, `${files.length} files in ${folders.length} folders`);
  const wrong = folders.flatMap((folder) => differs('check', '--format', 'json', '--now', now, folder));
  assert.deepStrictEqual(wrong, []);
});

test('JSON of each zone file of testdata by its name', { skip: !existsSync(native) && `there is no ${native}` }, () => {
  const zones = files.filter((path) => path.endsWith('.zone'));
  assert.ok(zones.length > 200, `${zones.length} zones`);
  const wrong = zones.flatMap((path) => differs('check', '--format', 'json', '--now', now, path));
  assert.deepStrictEqual(wrong, []);
});

test('services, and versions against each other', { skip: !existsSync(native) && `there is no ${native}` }, () => {
  const versions = folders.filter((folder) => folders.includes(`${folder}/base`) && folders.includes(`${folder}/now`));
  assert.ok(versions.length > 5, `${versions.length} pairs`);
  const wrong = [
    ...folders.filter((folder) => folder.split('/').length < 3).flatMap((folder) => differs('services', '--format', 'json', folder)),
    ...versions.flatMap((folder) => [
      ...differs('diff', '--format', 'json', '--all', `${folder}/base`, `${folder}/now`),
      ...differs('check', '--format', 'json', '--now', now, `--base=${folder}/base`, `${folder}/now`),
    ]),
    ...differs('explain', '--format', 'json'),
    ...differs('rules', '--format', 'json'),
    ...differs('config', '--format', 'json'),
  ];
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
