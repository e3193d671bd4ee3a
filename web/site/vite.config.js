// The script of the pages, with the search in it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    outDir: here('../dist/site'),
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    lib: { entry: here('site.js'), formats: ['es'], fileName: () => 'site.js' },
    reportCompressedSize: false,
  },
});
