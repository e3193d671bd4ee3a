// The worker, seen from the page: what changed goes over, and only the newest question is asked while it works.

export class Client {
  #worker;
  #sent = new Map();
  #number = 0;
  #waiting = new Map();

  constructor(worker) {
    this.#worker = worker;
    this.#worker.onmessage = ({ data }) => {
      const { done, failed } = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if (data.failure) failed(new Error(data.failure));
      else done(data.answers);
    };
    this.#worker.onerror = (event) => {
      for (const { failed } of this.#waiting.values()) failed(new Error(event.message || 'the program could not be loaded'));
      this.#waiting.clear();
    };
  }

  /** Asks of these files, by path; `wanted` is a list of names of tasks and their arguments. */
  ask(files, wanted) {
    const changed = [...files].filter(([path, text]) => this.#sent.get(path) !== text);
    const gone = [...this.#sent.keys()].filter((path) => !files.has(path));
    this.#sent = new Map(files);
    const number = ++this.#number;
    this.#worker.postMessage({ number, files: changed, gone, wanted });
    return new Promise((done, failed) => this.#waiting.set(number, { done, failed }));
  }
}

/** Runs work one at a time; of what is asked for meanwhile only the last is run. Whoever asks waits for all of it. */
export function latestOnly(work) {
  let running = null;
  let isWanted = false;
  async function runAll() {
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      running = null;
    }
  }
  return function run() {
    isWanted = true;
    running ??= runAll();
    return running;
  };
}
