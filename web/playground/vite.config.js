import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// Python has LZMA in its standard library, and node has not. The length goes into the header, as the reader needs it.
const pack = `
import lzma, sys
module = open(sys.argv[1], 'rb').read()
how = {'id': lzma.FILTER_LZMA1, 'preset': 9 | lzma.PRESET_EXTREME, 'lc': 3, 'lp': 0, 'pb': 0, 'dict_size': 1 << 23}
packer = lzma.LZMACompressor(format=lzma.FORMAT_ALONE, filters=[how])
packed = bytearray(packer.compress(module) + packer.flush())
packed[5:13] = len(module).to_bytes(8, 'little')
sys.stdout.buffer.write(packed)
`;

// The program as text of a script: see worker.js.
function program() {
  const name = 'virtual:zonelint-wasm';
  return {
    name: 'zonelint-wasm',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const packed = execFileSync('python3', ['-c', pack, here('../dist/zonelint.wasm')], { maxBuffer: 2 ** 26 });
      return `export default ${JSON.stringify(packed.toString('base64'))};`;
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
