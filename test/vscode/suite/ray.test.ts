/** A search on a cluster, in the real extension host; the cluster is a stand-in that runs the tasks on this machine. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { COMMANDS } from '../../../src/core/names';
import type { Services } from '../../../src/host/services';
import { writeStripes } from '../../fixtures/stripes';
import { startFakeCluster, type FakeCluster } from '../../unit/ray/fakeCluster';

interface Outcome {
  readonly status: string;
  readonly runId?: string;
}

describe('a search on Ray', function () {
  this.timeout(300_000);
  const extension = vscode.extensions.getExtension<Services>(`${manifest.publisher}.${manifest.name}`)!;
  let folder: string;
  let cluster: FakeCluster;
  const at = (...names: readonly string[]) => path.join(folder, ...names);

  before(async () => {
    // As VS Code has it, with a small letter for the drive.
    folder = vscode.Uri.file(await mkdtemp(path.join(tmpdir(), 'label-review-vscode-ray-'))).fsPath;
    await writeStripes(at('images'), { perClass: 10, wrongPerClass: 1, seed: 8 });
    cluster = await startFakeCluster();
  });
  after(async () => {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function work(task: string): Promise<void> {
    const cli = path.join(extension.extensionPath, 'dist', 'cli.js');
    const child = fork(cli, ['work', at('job'), '--task', task, '--progress', 'none'], { execArgv: [] });
    const [code] = (await once(child, 'exit')) as [number | null]; // as Node declares it
    assert.equal(code, 0, task);
  }

  it('is planned here, done there, and shown in the gallery', async () => {
    let working: Promise<void> | undefined;
    cluster.onAsked = (id) => {
      const job = cluster.jobs.get(id);
      if (job?.status !== 'PENDING') return;
      job.status = 'RUNNING';
      working = workAll().then(() => void (job.status = 'SUCCEEDED'));
    };
    const workAll = async () => {
      const plan = JSON.parse(await readFile(at('job', 'plan.json'), 'utf8')) as { tasks: { id: string }[] }; // our own
      for (const { id } of plan.tasks) await work(id);
    };
    const options = { preset: 'fast', encoder: 'none', epochs: 1, folds: 1, seed: 1, backend: 'wasm' };
    const job = { address: cluster.address, jobFolder: at('job'), labels: 'folders', options };
    const outcome = await vscode.commands.executeCommand<Outcome>(COMMANDS.runOnRay, at('images'), job);
    await working;
    assert.equal(outcome.status, 'done', JSON.stringify(outcome));
    assert.equal(extension.exports.galleries.has(at('images')), true);
    const { runs } = await extension.exports.datasets.get(at('images'));
    assert.deepEqual(
      runs.map(({ id }) => id),
      [outcome.runId],
    );
    assert.equal(extension.exports.rayMemory.job(), undefined);
  });
});
