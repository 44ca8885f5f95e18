import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/core/names';
import { readTree, writeFiles, writeReview } from '../../fixtures/reviewedDataset';

describe('writing labels back in VS Code', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-vscode-back-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('changes what was decided, and nothing else', async () => {
    const root = path.join(folder, 'pets');
    const labels = { 'a.png': 'cat', 'b.png': 'cat', 'c.png': 'dog' };
    const table = 'path,label\r\na.png,cat\r\nb.png,cat\r\nc.png,dog\r\n';
    await writeFiles(root, { 'a.png': 'a', 'b.png': 'b', 'c.png': 'c', 'labels.csv': table });
    const file = path.join(root, 'labels.csv');
    await writeReview(root, {
      labels,
      decisions: { 'a.png': { action: 'relabel', label: 'dog' }, 'c.png': { action: 'exclude' } },
      source: { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' },
    });
    const outcome = await vscode.commands.executeCommand(COMMANDS.applyToSource, root, { confirmed: true });
    assert.ok(typeof outcome === 'object' && outcome !== null && 'status' in outcome);
    assert.equal(outcome.status, 'done', JSON.stringify(outcome));
    const tree = await readTree(root);
    assert.equal(tree['labels.csv'], 'path,label\r\na.png,dog\r\nb.png,cat\r\n');
    assert.equal(tree['labels.csv.orig'], table);
  });
});
