import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// The program as text of a script: see worker.js.
function program() {
  const name = 'virtual:zonelint-wasm';
  return {
    name: 'zonelint-wasm',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const wasm = readFileSync(here('../dist/zonelint.wasm'));
      return `export default ${JSON.stringify(gzipSync(wasm, { level: 9 }).toString('base64'))};`;
    },
  };
}

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [program()],
  worker: { format: 'iife', plugins: () => [program()] },
  build: {
    outDir: here('../dist/site/playground'),
    emptyOutDir: true,
    target: 'es2022',
    // It would fetch, which the policy of the page does not allow.
    modulePreload: false,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
