// The files of the system, for the program in node: the other side of wasm/src/host.rs.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, readdirSync, readlinkSync, statSync } from 'node:fs';

const DONE = 0;
const faults = { ENOENT: 1, EACCES: 2, EPERM: 2, ENOTDIR: 3, EINVAL: 4, EISDIR: 5 };
const [OTHER_FAULT, IS_FOLDER, NOT_REGULAR, TOO_LARGE] = [15, 5, 6, 7];
const [FILE, FOLDER, LINK, OTHER] = [16, 17, 18, 19];
/** What memory of 4 GiB holds, with what is made of it. */
const MOST = 2 ** 30;

const kindOf = (found) => (found.isSymbolicLink() ? LINK : found.isDirectory() ? FOLDER : found.isFile() ? FILE : OTHER);

/** Runs what may fail; a number says how. */
function numbered(work) {
  try {
    return work();
  } catch (error) {
    if (!error.code) throw error;
    return faults[error.code] ?? OTHER_FAULT;
  }
}

/** `put` hands text or bytes to the program. */
export function hostOf(put) {
  return {
    kind: (path, follows) => numbered(() => kindOf((follows ? statSync : lstatSync)(path))),
    readLink: (path) => numbered(() => {
      put(readlinkSync(path));
      return DONE;
    }),
    list: (path) => numbered(() => {
      const entries = readdirSync(path, { withFileTypes: true });
      put(entries.map((entry) => `${String.fromCharCode(kindOf(entry))}${entry.name}\0`).join(''));
      return DONE;
    }),
    size: (path) => lstatSync(path, { throwIfNoEntry: false })?.size ?? -1,
    read: (path, most) => numbered(() => {
      // No link is followed, and no FIFO is waited for.
      const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
      try {
        const found = fstatSync(file);
        if (found.isDirectory()) return IS_FOLDER;
        if (!found.isFile()) return NOT_REGULAR;
        const length = Math.min(found.size, most);
        if (length > MOST) return TOO_LARGE;
        const bytes = new Uint8Array(length);
        let end = 0;
        for (let read = 1; read > 0 && end < length; end += read) read = readSync(file, bytes, end, length - end, null);
        put(bytes.subarray(0, end));
        return DONE;
      } finally {
        closeSync(file);
      }
    }),
    variable(name) {
      if (process.env[name] === undefined) return false;
      put(process.env[name]);
      return true;
    },
  };
}
