import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { COMMANDS, EXTENSION_NAME, SETTINGS_SECTION } from '../../../src/core/names';

const EXTENSION_ID = `${manifest.publisher}.${manifest.name}`;

describe('the extension in VS Code', () => {
  it('is found and does nothing until asked', () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension, `${EXTENSION_ID} is not installed`);
  });

  it('activates', async () => {
    await vscode.extensions.getExtension(EXTENSION_ID)?.activate();
    assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = Object.values(COMMANDS).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it(`has its settings under ${SETTINGS_SECTION}, each with a default`, () => {
    assert.ok(EXTENSION_NAME);
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    assert.notEqual(settings.get('preset'), undefined);
  });
});
