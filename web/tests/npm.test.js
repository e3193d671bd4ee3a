// The npm package as it is installed: into an empty folder, from the archive.
import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root, version } from '../site/source.js';

const native = process.env.ZONELINT ?? join(root, 'target/debug/zonelint');
const archive = fileURLToPath(new URL(`../dist/npm/zonelint-wasm-${version}.tgz`, import.meta.url));
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonelint-npm-'));
  execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', '--prefix', folder, archive]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const environment = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };

function run(words, options = {}) {
  const program = join(folder, 'node_modules/.bin/zonelint-wasm');
  return spawnSync(program, words, { cwd: root, encoding: 'utf8', env: environment, ...options });
}

test('the archive holds what is needed, and nothing else', () => {
  const list = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n').toSorted();
  const files = ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'cli.js', 'engine.js', 'host.js', 'package.json', 'zonelint.wasm'];
  assert.deepStrictEqual(list, files.map((file) => `package/${file}`));
});

test('npx checks the incident', () => {
  const words = ['--offline', '--no', 'zonelint-wasm', 'check', join(root, 'testdata/incident')];
  const { status, stdout } = spawnSync('npx', words, { cwd: folder, encoding: 'utf8', env: environment });
  assert.strictEqual(status, 1);
  assert.match(stdout, /5601[\s\S]*5061/);
});

test('every format, and what goes to standard error, is what the program says', { skip: !existsSync(native) && `there is no ${native}` }, () => {
  const formats = ['full', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'html'];
  const calls = [
    ...formats.map((format) => ['check', '--format', format, 'testdata/incident']),
    ['check', 'testdata/incident/example.net.zone'],
    ['check', '--verbose', '--config', 'testdata/none.yaml', 'testdata'],
    ['check', 'testdata/no-such-file.zone'],
    ['check', '--no-such-flag'],
    ['check', '--list-files', 'testdata/incident'],
    ['check', 'testdata/incident/*.zone'],
    ['services', 'testdata/incident'],
    ['services', '--format', 'csv', 'testdata/incident'],
    ['diff', 'testdata/incident/example.com.zone', 'testdata/incident/example.net.zone'],
    ['explain', 'srv-port-transposed'],
    ['rules', '--format', 'json'],
    ['--version'],
    ['help', 'check'],
  ];
  for (const words of calls) {
    const options = { cwd: root, encoding: 'utf8', env: environment };
    const [one, other] = [spawnSync(native, words, options), run(words)];
    assert.deepStrictEqual([other.status, other.stdout, other.stderr], [one.status, one.stdout, one.stderr], words.join(' '));
  }
});

test('standard input, links, and what is not there', () => {
  const zone = '$ORIGIN example.com.\n$TTL 1h\n@ IN SOA ns1.dns.example. h 1 4h 1h 2w 1h\n@ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\nw MX 10 nowhere\na A 192.0.2.1\n';
  const read = run(['check', '--format', 'concise', '-'], { input: zone });
  assert.strictEqual(read.status, 1);
  assert.match(read.stdout, /^<stdin>:6:\d+: error\[target-does-not-exist\]/);
  const project = join(folder, 'project');
  mkdirSync(join(project, 'zones/.git'), { recursive: true });
  writeFileSync(join(project, 'zones/example.com.zone'), `${zone}$INCLUDE ../outside\n`);
  writeFileSync(join(project, 'outside'), 'secret A 192.0.2.1\n');
  symlinkSync('../outside', join(project, 'zones/link.zone'));
  const { status, stdout } = run(['check', '--format', 'concise', '.'], { cwd: join(project, 'zones') });
  assert.strictEqual(status, 1);
  assert.match(stdout, /include-failed/);
  assert.doesNotMatch(stdout, /secret/);
  const server = run(['lsp']);
  assert.deepStrictEqual([server.status, server.stderr], [2, 'zonelint: the language server is not in this package: install zonelint itself\n']);
  const unfixed = `${zone}m MX 10 a.example.com\n`;
  writeFileSync(join(project, 'zones/example.com.zone'), unfixed);
  const fixed = run(['check', '--fix', '.'], { cwd: join(project, 'zones') });
  assert.deepStrictEqual([fixed.status, readFileSync(join(project, 'zones/example.com.zone'), 'utf8')], [1, unfixed]);
  assert.match(fixed.stderr, /`example\.com\.zone` is not changed: operation not supported/);
});
