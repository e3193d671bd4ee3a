// Serves the built site to a browser, as a plain web server would, and counts what is asked for.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const site = fileURLToPath(new URL('../dist/site/', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

export async function serve() {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    const path = normalize(new URL(request.url, 'http://site').pathname);
    try {
      const file = join(site, path.endsWith('/') ? `${path}index.html` : path);
      const bytes = await readFile(file);
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${server.address().port}/`, asked, close: () => server.close() };
}

export function browser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page that fails the test by whatever it complains about: an error, or something that its policy does not allow. */
export async function open(context, address) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
  await page.goto(address);
  return page;
}

export const ready = (page) => page.waitForFunction(() => document.body.dataset.state === 'ready', null, { timeout: 30_000 });
