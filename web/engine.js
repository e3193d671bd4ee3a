// The program over files in memory: the JavaScript side of wasm/src/lib.rs, for browsers and for node.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Zonelint {
  #module;
  #wasm;
  #files = new Map();
  #host;

  /**
   * @param {WebAssembly.Module} module
   * @param hostOf where files are read from, if not from memory: see host.js.
   */
  constructor(module, hostOf = null) {
    this.#module = module;
    this.#host = hostOf?.((content) => this.#put([typeof content === 'string' ? encoder.encode(content) : content]));
    this.#start();
  }

  #start() {
    const path = (start, length) => decoder.decode(new Uint8Array(this.#wasm.memory.buffer, start, length));
    const host = {
      kind: (start, length, follows) => this.#host.kind(path(start, length), follows !== 0),
      read_link: (start, length) => this.#host.readLink(path(start, length)),
      list: (start, length) => this.#host.list(path(start, length)),
      size: (start, length) => this.#host.size(path(start, length)),
      read: (start, length, most) => this.#host.read(path(start, length), most),
      variable: (start, length) => Number(this.#host.variable(path(start, length))),
      time: () => Date.now() / 1000,
    };
    this.#wasm = new WebAssembly.Instance(this.#module, { host }).exports;
    for (const [path, bytes] of this.#files) this.#give(path, bytes);
  }

  #put(parts) {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const start = this.#wasm.input(length);
    // The memory may have moved when room was made.
    const memory = new Uint8Array(this.#wasm.memory.buffer, start, length);
    let at = 0;
    for (const part of parts) {
      memory.set(part, at);
      at += part.length;
    }
  }

  #give(path, bytes) {
    this.#put([encoder.encode(`${path}\0`), bytes]);
    this.#wasm.write_file();
  }

  #take(stream) {
    const length = this.#wasm.output_length(stream);
    const start = this.#wasm.output(stream);
    return decoder.decode(new Uint8Array(this.#wasm.memory.buffer, start, length));
  }

  /** Adds or replaces a file, by its path below the current directory or an absolute one. */
  write(path, content) {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    this.#files.set(path, bytes);
    this.#give(path, bytes);
  }

  remove(path) {
    if (!this.#files.delete(path)) return;
    this.#put([encoder.encode(path)]);
    this.#wasm.remove_file();
  }

  paths() {
    return [...this.#files.keys()];
  }

  /** Runs in a folder of the host, with a terminal of so many columns, or none. */
  useHost(folder, columns) {
    this.#put([encoder.encode(folder)]);
    this.#wasm.use_host(columns);
  }

  /** What the next run reads for the path `-`. */
  giveStdin(bytes) {
    this.#put([bytes]);
    this.#wasm.write_stdin();
  }

  /** Runs a command: what it wrote, and its exit status. */
  run(...words) {
    this.#put([encoder.encode(words.join('\0'))]);
    try {
      const status = this.#wasm.run_program();
      return { status, stdout: this.#take(0), stderr: this.#take(1) };
    } catch (error) {
      // A module that was stopped in the middle is in no state to go on.
      this.#start();
      throw error;
    }
  }
}
