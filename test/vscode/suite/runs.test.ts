/** Runs that do not end well, in the real extension host, and the ones after them. */
import assert from 'node:assert/strict';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { COMMANDS, STORE_FOLDER } from '../../../src/core/names';
import { similarQuery } from '../../../src/core/query/similarTerms';
import type { Services } from '../../../src/host/services';
import { writeStripes } from '../../fixtures/stripes';

/** What the extension gives to tests. */
function services(): Services {
  const extension = vscode.extensions.getExtension<Services>(`${manifest.publisher}.${manifest.name}`);
  assert.ok(extension?.isActive);
  return extension.exports;
}

interface Outcome {
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  readonly runId?: string;
}

const TOO_LONG = { preset: 'fast', epochs: 5000, folds: 2, seed: 1, backend: 'wasm' };
const SHORT = { preset: 'fast', epochs: 1, folds: 1, seed: 1, backend: 'wasm' };

describe('runs', function () {
  this.timeout(180_000);
  let root: string;
  const lock = () => path.join(root, STORE_FOLDER, 'run.lock');

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(workspace);
    root = path.join(workspace, 'stripes');
    await mkdir(root);
    await writeStripes(root, { perClass: 20, wrongPerClass: 1, seed: 8 });
  });
  after(() => rm(root, { recursive: true, force: true }));

  const scan = async (options: object): Promise<Outcome> =>
    vscode.commands.executeCommand<Outcome>(COMMANDS.scan, root, { labels: 'folders', options });

  /** The trainer's process id, once the run has begun: the lock names its owner. */
  const trainerPid = async (): Promise<number> => {
    for (;;) {
      const pid = Number.parseInt(await readFile(lock(), 'utf8').catch(() => ''), 10); // Not yet there.
      if (pid > 0) return pid;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('cancels a run and leaves no process', async () => {
    const run = scan(TOO_LONG);
    const pid = await trainerPid();
    await vscode.commands.executeCommand(COMMANDS.cancel);
    assert.equal((await run).status, 'cancelled');
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('refuses a second run while one goes on', async () => {
    const run = scan(TOO_LONG);
    await trainerPid();
    assert.equal((await scan(SHORT)).code, 'run-in-progress');
    await vscode.commands.executeCommand(COMMANDS.cancel);
    assert.equal((await run).status, 'cancelled');
  });

  it('goes on when the gallery is closed, reports a crash, and works the next time', async () => {
    const run = scan(TOO_LONG);
    const pid = await trainerPid();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    process.kill(pid, 0);
    process.kill(pid, 'SIGKILL');
    const crashed = await run;
    assert.deepEqual([crashed.status, crashed.code], ['failed', 'trainer-crashed']);
    assert.equal((await scan(SHORT)).status, 'done');
    await assert.rejects(access(lock()), { code: 'ENOENT' });
  });

  it('learns a new order where an encoder has an opinion, and the gallery takes it over', async () => {
    const update = async () => vscode.commands.executeCommand<Outcome>(COMMANDS.updateOrder, root);
    assert.equal((await scan(SHORT)).status, 'done');
    assert.equal((await update()).status, 'cancelled', 'a network alone does not learn in seconds');
    const searched = await scan({ ...SHORT, encoder: 'lite0' });
    const { datasets } = services();
    const changed = new Promise<void>((resolve) => {
      const subscription = datasets.onDidChangeRuns(() => {
        subscription.dispose();
        resolve();
      });
    });
    const learned = await update();
    assert.equal(learned.status, 'done');
    assert.notEqual(learned.runId, searched.runId);
    await changed;
    const { session } = await datasets.get(root);
    assert.equal(session?.run.id, learned.runId);
    assert.equal(session?.run.comparison?.runId, searched.runId);
  });

  it('finds similar images where an encoder has looked at them', async () => {
    const searched = await scan({ ...SHORT, encoder: 'lite0' });
    const { session } = await services().datasets.get(root);
    assert.ok(session);
    assert.equal(session.run.id, searched.runId);
    const asked = 'horizontal/104-010.png';
    await session.setView({ query: similarQuery([asked]), sort: 'rank' });
    const shown = session.shown(session.viewVersion, 0, session.run.images);
    assert.deepEqual([shown[0]?.row.path, shown.length], [asked, Math.min(101, session.run.images)]);
    assert.ok(shown.some(({ row }) => !row.isLabelIssue));
  });

  it('says what is wrong with a folder without images', async () => {
    const empty = path.join(root, '..', 'empty');
    await mkdir(empty);
    const scripted = { labels: 'folders', options: SHORT };
    const failed = await vscode.commands.executeCommand<Outcome>(COMMANDS.scan, empty, scripted);
    assert.deepEqual([failed.status, failed.code], ['failed', 'no-images']);
    assert.match(failed.message ?? '', /empty/);
    await rm(empty, { recursive: true });
  });
});
