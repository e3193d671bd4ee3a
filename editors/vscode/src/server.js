// How the server is started, and what it is asked about.
'use strict';

/** Without a shell: the path is a program and nothing else. */
function server(path) {
  return { command: path || 'zonelint', args: ['lsp'], options: { shell: false } };
}

const documents = [
  { scheme: 'file', language: 'zone' },
  { scheme: 'untitled', language: 'zone' },
  { scheme: 'file', pattern: '**/{zonelint,.zonelint}.yaml' },
];

module.exports = { documents, server };
