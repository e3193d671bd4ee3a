// Makes the npm package of what was built: dist/npm/ and the archive in it. The version and the address are those of
// Cargo.toml.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { read, repository, version } from '../site/source.js';

const from = (path) => fileURLToPath(new URL(path, import.meta.url));
const to = from('../dist/npm/');
rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const [path, name] of [
  ['cli.js', 'cli.js'], ['../engine.js', 'engine.js'], ['../host.js', 'host.js'], ['../dist/zonelint.wasm', 'zonelint.wasm'],
  ['../../LICENSE-MIT', 'LICENSE-MIT'], ['../../LICENSE-APACHE', 'LICENSE-APACHE'],
]) cpSync(from(path), to + name);
const { name, description, ...rest } = JSON.parse(read('web/npm/package.json'));
const manifest = { name, version, description, repository: { type: 'git', url: `git+${repository}.git` }, ...rest };
writeFileSync(`${to}package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(`${to}README.md`, readFileSync(from('README.md'), 'utf8').replace('(REPOSITORY)', `(${repository})`));
execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: to, stdio: ['ignore', 'ignore', 'inherit'] });
