import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { COMMANDS, REVIEW_ACTIONS, SETTINGS_SECTION, reviewCommand } from '../../../src/core/names';

const EXTENSION_ID = `${manifest.publisher}.${manifest.name}`;

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(found, `${EXTENSION_ID} is not installed`);
  return found;
}

describe('the extension in VS Code', () => {
  it('is installed in the version of package.json', () => {
    const { version } = extension().packageJSON as { version?: unknown }; // typed any by VS Code
    assert.equal(version, manifest.version);
  });

  it('is active from the start where wrong labels have been searched for before', () => {
    assert.equal(extension().isActive, true);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const named = [...Object.values(COMMANDS), ...REVIEW_ACTIONS.map(reviewCommand)];
    assert.deepEqual(
      named.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('registers every command that its manifest offers', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const offered = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      offered.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('has every setting with its description and default', () => {
    const settings = vscode.workspace.getConfiguration();
    const entries = manifest.contributes.configuration.flatMap(({ properties }) =>
      Object.entries(properties),
    );
    assert.ok(entries.length > 0);
    for (const [name, schema] of entries) {
      assert.ok(name.startsWith(`${SETTINGS_SECTION}.`), name);
      assert.ok('markdownDescription' in schema || 'description' in schema, `${name} has no description`);
      assert.notEqual(settings.inspect(name)?.defaultValue, undefined, `${name} has no default`);
    }
  });
});
