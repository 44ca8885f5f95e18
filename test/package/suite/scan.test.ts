/** Inside VS Code, with the .vsix installed and no checkout in reach. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import type { RunOutcome } from '../../../src/host/commands/runAndShow';
import { COMMANDS, CORRECTED_COLUMNS, CORRECTED_CSV } from '../../../src/core/names';

/** Long enough for a busy machine; activation that scans or trains would take longer. */
const ACTIVATION_LIMIT_MS = 10_000;

describe('the installed package', () => {
  it('was installed from the .vsix', () => {
    const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension);
    assert.equal(path.basename(path.dirname(extension.extensionPath)), 'extensions');
  });

  it('activates quickly', async () => {
    const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'nothing has been searched here');
    const startMs = performance.now();
    await extension.activate();
    const tookMs = performance.now() - startMs;
    assert.equal(extension.isActive, true);
    assert.ok(tookMs < ACTIVATION_LIMIT_MS, `took ${tookMs.toFixed(0)} ms`);
  });

  it('finds wrong labels in a folder and exports them', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root);
    const options = { preset: 'fast', epochs: 2, folds: 1, seed: 1, backend: 'wasm' };
    const scripted = { labels: 'folders', options };
    const scanned = await vscode.commands.executeCommand<RunOutcome>(COMMANDS.scan, root, scripted);
    assert.equal(scanned.status, 'done');
    await vscode.commands.executeCommand(COMMANDS.export, root, { outFile: CORRECTED_CSV });
    const table: string[][] = parse(await readFile(path.join(root, CORRECTED_CSV), 'utf8'));
    assert.deepEqual(table[0], [...CORRECTED_COLUMNS]);
    assert.equal(table.length - 1, 60);
  }).timeout(180_000);
});
