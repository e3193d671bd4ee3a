// Starts the language server of the zonelint that is installed. What it finds and offers is the server's alone.
'use strict';

const vscode = require('vscode');
const { LanguageClient, RevealOutputChannelOn } = require('vscode-languageclient/node');
const { documents, server } = require('./server');

let client;

async function start() {
  await stop();
  const path = vscode.workspace.getConfiguration('zonelint').get('path');
  const options = {
    documentSelector: documents,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{zone,yaml,conf}') },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
  client = new LanguageClient('zonelint', 'zonelint', server(path), options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const settings = 'Open the setting';
    const choice = await vscode.window.showErrorMessage(
      `zonelint: \`${path} lsp\` could not be started. Is zonelint installed, and on PATH? (${error.message ?? error})`, settings);
    if (choice === settings) vscode.commands.executeCommand('workbench.action.openSettings', 'zonelint.path');
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function activate(context) {
  const restart = () => (vscode.workspace.isTrusted ? start() : undefined);
  context.subscriptions.push(
    vscode.commands.registerCommand('zonelint.restart', restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('zonelint.path') && restart()),
    vscode.workspace.onDidGrantWorkspaceTrust(restart));
  await restart();
}

module.exports = { activate, deactivate: stop };
