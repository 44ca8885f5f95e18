import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PathDecision } from '../../../src/core/review/review';
import { resultRows } from '../../../src/core/run/resultColumns';
import type { RunSummary } from '../../../src/core/run/run';
import type { StoreLocation } from '../../../src/store/location';
import { openRun } from '../../../src/store/openRun';
import { listRuns } from '../../../src/store/runs';
import { writeStripes, type StripesDataset } from '../../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../../dist/cli.js');
const EPOCHS = 20;

describe('scan --retrain', function () {
  this.timeout(120_000);
  let root: string;
  let dataset: StripesDataset;
  let location: StoreLocation;
  let first: RunSummary;

  const scan = (...flags: string[]) =>
    new Promise<{ readonly code: unknown; readonly stderr: string }>((resolve) => {
      execFile(process.execPath, [CLI, 'scan', root, '--json', ...flags], (error, _, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });
  const decide = (id: string, decisions: readonly PathDecision[]) => {
    const entry = { v: 1, type: 'decide', id, at: '2026-01-02T03:04:05Z', decisions };
    return writeFile(path.join(location.folder, 'decisions.jsonl'), `${JSON.stringify(entry)}\n`, {
      flag: 'a',
    });
  };
  const newest = async () => {
    const [run] = await listRuns(location);
    assert.ok(run);
    return { run, rows: [...resultRows(await openRun(location, run).results())] };
  };

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-retrain-'));
    location = { root, folder: path.join(root, '.label-review'), isFallback: false };
    dataset = await writeStripes(root, { perClass: 60, wrongPerClass: 4, seed: 5 });
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('needs a run to go on from', async () => {
    const { code, stderr } = await scan('--retrain');
    assert.equal(code, 1);
    assert.match(stderr, /find wrong labels first/);
  });

  it('takes the plan from that run, and no flags against it', async () => {
    assert.equal((await scan('--epochs', String(EPOCHS), '--folds', '2')).code, 0);
    first = (await newest()).run;
    assert.equal(first.comparison, undefined);
    const { code, stderr } = await scan('--retrain', '--epochs', '3');
    assert.equal(code, 2);
    assert.match(stderr, /--epochs has no place beside --retrain/);
  });

  it('goes on from the models with the decisions, briefly, and says what has changed', async () => {
    const { rows: before } = await newest();
    const suspects = before.filter((row) => row.isLabelIssue).map((row) => row.path);
    const [kept, excluded] = before.filter((row) => !dataset.wrong.has(row.path)).map((row) => row.path);
    assert.ok(kept !== undefined && excluded !== undefined);
    const corrected = suspects.filter((image) => dataset.wrong.has(image)).slice(0, 5);
    assert.equal(corrected.length, 5);
    await decide('a', [
      ...corrected.map((image) => ({
        path: image,
        decision: { action: 'relabel', label: dataset.wrong.get(image)! } as const,
      })),
      { path: kept, decision: { action: 'keep' } },
      { path: excluded, decision: { action: 'exclude' } },
    ]);

    const { code, stderr } = await scan('--retrain');
    assert.equal(code, 0, stderr);
    const { run, rows } = await newest();
    assert.equal(run.plan?.epochs, EPOCHS / 10);
    assert.equal(run.plan.models, 2);
    assert.equal(run.decided, 7);
    const rowOf = new Map(rows.map((row) => [row.path, row]));
    assert.equal(rows.length, before.length);
    for (const image of [...corrected, kept, excluded]) assert.equal(rowOf.get(image)?.isLabelIssue, false);
    for (const image of corrected) {
      assert.equal(rowOf.get(image)?.predictedLabel, dataset.wrong.get(image));
      assert.equal(rowOf.get(image)?.givenLabel, image.split('/')[0]);
    }
    const left = [...dataset.wrong.keys()].filter((image) => !corrected.includes(image));
    const found = left.filter((image) => rowOf.get(image)?.isLabelIssue);
    assert.ok(found.length >= left.length - 1, `${found.length} of ${left.length} errors left are suspects`);

    assert.ok(run.comparison);
    assert.equal(run.comparison.runId, first.id);
    const { unchanged, reviewed, cleared } = run.comparison;
    assert.ok(reviewed >= 5);
    assert.equal(unchanged + reviewed + cleared, suspects.length);
    assert.match(stderr, /Since the run before: \d+ new suspects/);
  });

  it('takes in new images, again as briefly', async () => {
    const [source] = await readdir(path.join(root, 'vertical'));
    const bytes = await readFile(path.join(root, 'vertical', source!));
    await writeFile(path.join(root, 'horizontal', 'new.png'), bytes);
    const { code, stderr } = await scan('--retrain');
    assert.equal(code, 0, stderr);
    const { run, rows } = await newest();
    assert.equal(run.plan?.epochs, EPOCHS / 10);
    assert.equal(rows.length, dataset.images + 1);
    assert.ok(rows.some((row) => row.path === 'horizontal/new.png'));
  });

  it('says what to do when the models are damaged', async () => {
    const { run } = await newest();
    await truncate(path.join(location.folder, 'runs', run.id, 'models.npy'), 300);
    const { code, stderr } = await scan('--retrain');
    assert.equal(code, 1);
    assert.match(stderr, /models\.npy/);
    assert.doesNotMatch(stderr, /unexpected error/);
  });
});
