#!/usr/bin/env node
// The program in node: arguments, files and exit status as those of `zonelint`.
import { readFileSync, writeSync } from 'node:fs';
import { Zonelint } from './engine.js';
import { hostOf } from './host.js';

/** What only the program itself can do, as its parts are not in the module. */
const missing = { lsp: 'the language server is', completions: 'completions are', man: 'manual pages are' };

function write(stream, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      // Whoever reads may have seen enough; a pipe that is full takes more later.
      if (error.code === 'EPIPE') return;
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const words = process.argv.slice(2);
if (Object.hasOwn(missing, words[0] ?? '')) {
  write(2, `zonelint: ${missing[words[0]]} not in this package: install zonelint itself\n`);
  process.exit(2);
}
const program = new Zonelint(new WebAssembly.Module(readFileSync(new URL('zonelint.wasm', import.meta.url))), hostOf);
program.useHost(process.cwd(), process.stdout.isTTY ? process.stdout.columns || 80 : 0);
const readsStdin = words.some((word) => word === '-' || word.startsWith('--stdin-filename'));
if (readsStdin) program.giveStdin(readFileSync(0));
const { status, stdout, stderr } = program.run(...words);
write(1, stdout);
write(2, stderr);
process.exitCode = status;
