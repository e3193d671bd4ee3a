'use strict';
const assert = require('node:assert');
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const test = require('node:test');
const { documents, server } = require('../src/server');

const here = (...path) => join(__dirname, '..', ...path);
const json = (...path) => JSON.parse(readFileSync(here(...path), 'utf8'));
const grammar = json('syntaxes', 'zone.tmLanguage.json');
const manifest = json('package.json');

function* sources(node) {
  for (const [key, value] of Object.entries(node)) {
    if (['match', 'begin', 'end'].includes(key) && typeof value === 'string') yield value;
    else if (value && typeof value === 'object') yield* sources(value);
  }
}

test('the grammar knows the record types that the program knows, and no others', () => {
  const table = readFileSync(here('..', '..', 'src', 'syntax', 'iana', 'rr_types.rs'), 'utf8');
  const rows = [...table.matchAll(/^ {4}\w+ = \d+ "([^"]+)"( meta)?;/gm)];
  const known = rows.filter((row) => !row[2]).map((row) => row[1]);
  assert.ok(known.length > 80, `${known.length} types`);
  const all = [...sources(grammar)].find((source) => source.includes('NSEC3PARAM'));
  const inGrammar = /\(\(\?:([^)]*?)\|TYPE\\d\{1,5\}\)\)/.exec(all)[1].split('|');
  assert.deepStrictEqual(inGrammar.toSorted(), known.toSorted());
});

test('each expression means the same in JavaScript, as the playground has it', () => {
  const all = [...sources(grammar)];
  assert.ok(all.length > 30);
  for (const source of all) {
    const plain = source.startsWith('(?i)') ? source.slice(4) : source;
    new RegExp(plain, 'dgm');
    // What Oniguruma alone has, or reads otherwise.
    assert.doesNotMatch(plain, /\(\?[a-z]+[:)]|\\[AGzZhHRXK]|\[\[:|\(\?>|[*+?}]\+/, source);
  }
});

test('a workspace cannot say which program is started', () => {
  assert.strictEqual(manifest.contributes.configuration.properties['zonelint.path'].scope, 'machine');
  assert.strictEqual(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  assert.deepStrictEqual(server('/opt/my zonelint; rm'), {
    command: '/opt/my zonelint; rm', args: ['lsp'], options: { shell: false },
  });
  assert.strictEqual(server('').command, 'zonelint');
});

test('zones are known by their first line', () => {
  const first = new RegExp(manifest.contributes.languages[0].firstLine);
  for (const line of ['$ORIGIN example.com.', '$TTL 1h', '@ IN SOA ns1 host 1 4h 1h 2w 1h', '@ 3600 SOA ns1 host (']) assert.match(line, first);
  for (const line of ['options {', '# a page', '{"a": 1}', '@media print {']) assert.doesNotMatch(line, first);
  assert.ok(documents.some((document) => document.language === 'zone' && document.scheme === 'untitled'));
});

test('version and repository are those of Cargo.toml', () => {
  const cargo = readFileSync(here('..', '..', 'Cargo.toml'), 'utf8');
  assert.strictEqual(manifest.version, /^version = "(.+)"$/m.exec(cargo)[1]);
  assert.strictEqual(manifest.repository.url, /^repository = "(.+)"$/m.exec(cargo)[1]);
});

test('what is named is there', () => {
  const [language] = manifest.contributes.languages;
  for (const path of [language.configuration, manifest.contributes.grammars[0].path]) readFileSync(here(path));
  assert.ok(readdirSync(here('syntaxes')).includes('zone.tmLanguage.json'));
});
