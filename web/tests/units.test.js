// Parts that need no browser.
import assert from 'node:assert';
import { test } from 'node:test';
import { zoneGrammar } from '../playground/grammar.js';
import { zoneToHtml } from '../playground/highlight.js';
import { fromBytes } from '../playground/places.js';
import { fromFragment, isPath, toFragment } from '../playground/share.js';
import { slugify, way } from '../site/markdown.js';
import { blocks, project } from '../site/try.js';

test('bytes become places of a string', () => {
  const texts = ['', 'plain', 'é', 'a😀b€', 'x'.repeat(1023) + '😀' + 'é'.repeat(3000) + '\r\n\0end', '\ufeffzone', 'lone \ud800 half'];
  for (const text of texts) {
    const place = fromBytes(text);
    const encoder = new TextEncoder();
    let unit = 0;
    let byte = 0;
    for (const char of text) {
      assert.strictEqual(place(byte), unit);
      const length = encoder.encode(char).length;
      for (let inner = byte + 1; inner < byte + length; inner++) assert.strictEqual(place(inner), unit, 'inside of a character');
      byte += length;
      unit += char.length;
    }
    assert.strictEqual(place(byte), text.length);
    assert.strictEqual(place(byte + 10), text.length);
  }
});

test('a project comes back from a fragment', async () => {
  const made = { files: [['a.zone', 'é😀\r\n'], ['b/zonelint.yaml', '']], shown: 1, before: [['a.zone', 'old']] };
  assert.deepStrictEqual(await fromFragment(`#${await toFragment(made)}`), made);
  const timed = { ...made, now: '20260110000000' };
  assert.deepStrictEqual(await fromFragment(await toFragment(timed)), timed);
  assert.deepStrictEqual(await fromFragment(await toFragment({ ...made, now: '--fix' })), made);
  assert.strictEqual((await fromFragment(await toFragment({ ...made, shown: 7 }))).shown, 0);
  assert.strictEqual((await fromFragment(await toFragment({ ...made, shown: -1 }))).shown, 0);
  for (const bad of ['', '#', '#z1=', '#z1=!', '#z1=AAAA', `#${await toFragment({ files: [] })}`, `#${await toFragment({ files: [['/etc/x', '']] })}`, `#${await toFragment({ files: [[1, 2]] })}`]) {
    assert.strictEqual(await fromFragment(bad), null, bad);
  }
});

test('a fragment that unpacks without end is refused', async () => {
  const bomb = await toFragment({ files: [['a.zone', 'x'.repeat(70_000_000)]] });
  assert.ok(bomb.length < 200_000);
  assert.strictEqual(await fromFragment(bomb), null);
});

test('paths stay in the folder', () => {
  for (const path of ['a.zone', 'zones/a', 'größe.zone', 'a b']) assert.ok(isPath(path), path);
  for (const path of ['', '/a', '../a', 'a/../b', 'a//b', 'a/', './a', 'a\\b', 'a\0', 'a\n', 'x'.repeat(300)]) assert.ok(!isPath(path), path);
});

test('zones are highlighted, and stay text', async () => {
  const html = zoneToHtml(await zoneGrammar(), '_x._tcp IN SRV 0 0 5601 <b>\n; <script>');
  assert.match(html, /<span class="z-owner">_x\._tcp<\/span>/);
  assert.match(html, /<span class="z-port">5601<\/span>/);
  assert.match(html, /&lt;b&gt;/);
  assert.doesNotMatch(html, /<(?!\/?span)/);
});

test('anchors are those of GitHub, and ways lead from page to page', () => {
  assert.strictEqual(slugify('Flags of `check`'.replaceAll('`', '')), 'flags-of-check');
  assert.strictEqual(slugify("In somebody else's branch"), 'in-somebody-elses-branch');
  assert.strictEqual(way('', 'checks/'), 'checks/');
  assert.strictEqual(way('checks/a/', 'docs/b/#c'), '../../docs/b/#c');
  assert.strictEqual(way('checks/', ''), '../');
  assert.strictEqual(way('', ''), './');
});

test('zones of pages are projects', () => {
  const page = '# x\n\n## Wrong\n\n```yaml\nttl: []\n```\n\n```zone\n$ORIGIN lab.example.\n@ A 192.0.2.1\n```\n\n## Right\n\n```zone\n; file: base/a\nold\n; file: now/a\nnew\n```\n';
  const [wrong, right] = blocks(page);
  assert.deepStrictEqual(wrong, { section: 'Wrong', files: [['lab.example.zone', '$ORIGIN lab.example.\n@ A 192.0.2.1\n'], ['zonelint.yaml', 'ttl: []\n']] });
  assert.deepStrictEqual(project(right.files, { id: 'x', severity: 'off' }), {
    files: [['a', 'new\n'], ['zonelint.yaml', 'checks: {x: warning}\n']], shown: 0, before: [['a', 'old\n']],
  });
});
