// Files in the fragment of an address, which browsers keep to themselves.

const MOST_BYTES = 64_000_000;

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/**
 * A project as a fragment without `#`: `files` as `[path, text]`, the number of the one that is `shown`, and, where the
 * files are held against an older version, the files of that one as `before`. Signatures are judged at the time `now`, if that
 * is told, as `YYYYMMDDHHmmSS`.
 */
export async function toFragment({ files, shown = 0, before = null, now }) {
  const json = new TextEncoder().encode(JSON.stringify({ files, shown, before, now }));
  const packed = await through(json, new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `z1=${btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
}

/** The reverse; null where a fragment holds no files. An address comes from anywhere: nothing of it is taken on trust. */
export async function fromFragment(fragment) {
  const packed = /^#?z1=([\w-]+)$/.exec(fragment)?.[1];
  if (!packed) return null;
  try {
    const bytes = Uint8Array.from(atob(packed.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const { files, shown, before, now } = JSON.parse(await unpacked(bytes));
    const taken = filesOf(files);
    if (taken.length === 0) return null;
    const isShown = Number.isInteger(shown) && shown >= 0 && shown < taken.length;
    const time = typeof now === 'string' && /^\d{14}$/.test(now) ? { now } : {};
    return { files: taken, shown: isShown ? shown : 0, before: before ? filesOf(before) : null, ...time };
  } catch {
    return null;
  }
}

/** Text of some bytes, as long as it is not far larger than any zone: what is packed may be a trap. */
async function unpacked(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > MOST_BYTES) throw new Error('too large');
    parts.push(next.value);
  }
  return new Blob(parts).text();
}

function filesOf(list) {
  if (!Array.isArray(list)) return [];
  const isFile = (file) => Array.isArray(file) && file.length === 2 && file.every((part) => typeof part === 'string');
  return list.filter((file) => isFile(file) && isPath(file[0]));
}

/** Whether a file can have this path: below the folder of the playground, with nothing hidden. */
export function isPath(path) {
  const parts = path.split('/');
  const isPart = (part) => part !== '' && part !== '.' && part !== '..' && !/[\0-\x1f\x7f\\]/.test(part);
  return path.length <= 200 && parts.every(isPart);
}
