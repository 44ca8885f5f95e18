/** Predictions of the user's own model, in the real extension host. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, CORRECTED_CSV, GALLERY_VIEW_TYPE } from '../../../src/core/names';
import { writeStripes } from '../../fixtures/stripes';
import { predictionsCsv, stripesPredictions } from '../../fixtures/stripesPredictions';

interface Outcome {
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  readonly rows?: number;
}

describe('predictions of an own model', function () {
  this.timeout(180_000);
  let root: string;

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(workspace);
    root = path.join(workspace, 'predicted');
    await mkdir(root);
    const { wrong } = await writeStripes(root, { perClass: 10, wrongPerClass: 1, seed: 10 });
    const images = (await readdir(root, { recursive: true }))
      .filter((name) => name.endsWith('.png'))
      .map((name) => name.replaceAll(path.sep, '/'));
    await writeFile(
      path.join(root, 'predictions.csv'),
      predictionsCsv(images, stripesPredictions(images, wrong)),
    );
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(root, { recursive: true, force: true });
  });

  const score = async (file: string): Promise<Outcome> =>
    vscode.commands.executeCommand<Outcome>(COMMANDS.score, root, {
      labels: 'folders',
      predictions: { file },
    });

  it('become a run that is shown in the gallery and can be exported', async () => {
    const scored = await score('predictions.csv');
    assert.equal(scored.status, 'done', scored.message);
    const views = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input);
    assert.ok(
      views.some(
        (input) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(GALLERY_VIEW_TYPE),
      ),
    );
    const exported = await vscode.commands.executeCommand<Outcome>(COMMANDS.export, root, {
      outFile: CORRECTED_CSV,
    });
    assert.deepEqual([exported.status, exported.rows], ['done', 30]);
  });

  it('can be reported on, with the pictures of as many suspects as a script asks for', async () => {
    const scripted = { outFile: 'report.html', images: 2 };
    const saved = await vscode.commands.executeCommand<Outcome>(COMMANDS.saveReport, root, scripted);
    assert.equal(saved.status, 'done', saved.message);
    const html = await readFile(path.join(root, 'report.html'), 'utf8');
    assert.match(html, /by the predictions in predictions\.csv\./u);
    assert.equal(html.match(/<img [^>]*src="data:image\/png;base64,/gu)?.length, 2);
    const refused = await vscode.commands.executeCommand<Outcome>(COMMANDS.saveReport, root, {
      outFile: 'predictions.csv',
    });
    assert.deepEqual([refused.status, refused.code], ['failed', 'bad-output']);
  });

  it('are refused in one sentence that names the file', async () => {
    const failed = await score('absent.npy');
    assert.deepEqual([failed.status, failed.code], ['failed', 'bad-predictions']);
    assert.match(failed.message ?? '', /no predictions file .*absent\.npy/);
  });
});
