// The site as it is built.
import assert from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checks, files, pages, program, urlOfFile } from '../site/source.js';
import { blocks, project } from '../site/try.js';
import { fromFragment } from '../playground/share.js';
import { browser, open, ready, serve, site } from './serve.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let server;
let chromium;

before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  server?.close();
});

// Their pages have no zone that is wrong here: they are about other files, about bytes that no page can show, or about
// signatures that are verified, which the module does not do.
const withoutZone = ['baseline-stale', 'limit-reached', 'rule-file-invalid', 'internal-error', 'byte-order-mark', 'final-newline-missing', 'signature-invalid'];

test('“try it” of each check shows a finding of it', async () => {
  const wrong = [];
  for (const check of checks()) {
    const html = readFileSync(join(site, 'checks', check.id, 'index.html'), 'utf8');
    const fragments = [...html.matchAll(/playground\/#(z1=[\w-]+)">Try it: Wrong/g)].map(([, fragment]) => fragment);
    const found = [];
    for (const fragment of fragments) {
      const { files, before, now = '20260601000000' } = await fromFragment(fragment);
      const zonelint = program();
      for (const [path, text] of files) zonelint.write(path, text);
      for (const [path, text] of before ?? []) zonelint.write(`/before/${path}`, text);
      const { stdout } = zonelint.run('check', '--format', 'json', '--now', now, ...(before ? ['--base=/before'] : []), '.');
      found.push(...JSON.parse(stdout).findings.map(({ check }) => check));
    }
    if (!found.includes(check.id) && !withoutZone.includes(check.id)) wrong.push(`${check.id}: ${fragments.length} to try, found ${found}`);
  }
  assert.deepStrictEqual(wrong, []);
});

test('every check, page and file is there', () => {
  for (const { id } of checks()) assert.ok(existsSync(join(site, 'checks', id, 'index.html')), id);
  for (const { url } of pages()) assert.ok(existsSync(join(site, url, 'index.html')), url);
  for (const file of files()) assert.ok(existsSync(join(site, urlOfFile(file))), file);
  const schema = files().find((file) => file.endsWith('zonelint.schema.json'));
  assert.ok(JSON.parse(readFileSync(join(site, urlOfFile(schema)), 'utf8')).definitions);
});

test('zones of pages are found by the words of a page', () => {
  const [first] = blocks(checks().find(({ id }) => id === 'srv-port-transposed').page);
  assert.strictEqual(first.section, 'Wrong');
  assert.match(project(first.files, { id: 'x', severity: 'error' }).files[0][1], /5601/);
});

test('the search finds the page of a check, by the keyboard', async () => {
  const page = await open(await chromium.newContext({ viewport: { width: 1280, height: 800 } }), server.address);
  await page.keyboard.press('/');
  await page.keyboard.type('digits swapped port');
  const first = page.getByRole('option').first();
  await first.waitFor();
  const names = await page.getByRole('option').allInnerTexts();
  assert.ok(names.includes('srv-port-transposed'), `${names}`);
  await page.getByRole('combobox').fill('srv-port-transposed');
  await page.waitForFunction(() => document.querySelector('#results [role=option]')?.textContent === 'srv-port-transposed');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/checks\/srv-port-transposed\/$/);
  assert.deepStrictEqual(page.complaints, []);
  await page.getByRole('link', { name: 'Try it: Wrong' }).click();
  await page.waitForURL(/playground/);
  await ready(page);
  await page.locator('#findings-panel .finding').first().waitFor();
  assert.match(await page.locator('#findings-panel').innerText(), /5061 with two digits swapped/);
  await page.context().close();
});

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  'dark, 360 px': { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
})) {
  test(`axe finds nothing serious: ${name}`, async () => {
    const context = await chromium.newContext(options);
    for (const url of ['', 'checks/', 'checks/srv-port-transposed/', 'docs/rule-file/', 'docs/commands/', 'rules/', 'docs/performance/']) {
      const page = await open(context, server.address + url);
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `site-${name.replace(/\W+/g, '-')}-${url.replace(/\W+/g, '-')}.png`) });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepStrictEqual(serious.map(({ id, nodes }) => `${url}: ${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' ')}`), []);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= options.viewport.width, `${url} is ${width} px wide`);
      assert.deepStrictEqual(page.complaints, []);
      await page.close();
    }
    await context.close();
  });
}
