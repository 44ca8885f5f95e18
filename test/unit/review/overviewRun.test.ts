import assert from 'node:assert/strict';
import type { Opinions } from '../../../src/core/run/opinions';
import type { RunSummary } from '../../../src/core/run/run';
import { describeOpinions } from '../../../src/core/words/describeOpinions';
import { ENGLISH } from '../../../src/core/words/message';
import type { OpenDataset } from '../../../src/review/openReview';
import { loadOverview } from '../../../src/review/overviewRun';
import { locateStore } from '../../../src/store/location';
import { openRun } from '../../../src/store/openRun';
import { writeRun } from '../../../src/store/runs';
import { temporaryFolder } from '../temporaryFolder';
import { sampleColumns, sampleResults, sampleRun } from './sampleRun';
import { sampleSession } from './sampleSession';

const RESULTS = sampleResults(['a', 'cat', 'dog'], ['b', 'dog', 'cat'], ['c', 'cat', 'cat']);

describe('the run of an overview', () => {
  const root = temporaryFolder();

  async function open(): Promise<OpenDataset> {
    const location = await locateStore(root(), root());
    const run = {
      ...sampleRun(RESULTS),
      unreadable: Array.from({ length: 600 }, (_, i) => ({
        path: `${i}`,
        givenLabel: 'cat',
        reason: 'empty',
      })),
    };
    const older = { ...sampleRun(RESULTS.slice(0, 1)), id: 'run-0' };
    const predProbs = new Float32Array(run.images * run.classes.length).fill(1 / run.classes.length);
    await writeRun(location, { summary: run, results: sampleColumns(RESULTS), predProbs });
    const { journal, session } = sampleSession(run, RESULTS);
    const open = (summary: RunSummary) => openRun(location, summary);
    return { name: 'data', location, journal, runs: [run, older], openRun: open, problems: [], session };
  }

  it('counts decisions as they are made', async () => {
    const dataset = await open();
    const loaded = await loadOverview(dataset, null);
    assert.ok(loaded);
    assert.deepEqual(loaded.review().total, { reviewed: 0, wrong: 0 });
    let changes = 0;
    dataset.session?.onDidChange(() => changes++);
    await dataset.session?.review({ kind: 'accept', targets: { viewVersion: 1, ranges: [[0, 1]] } });
    assert.equal(changes, 1);
    assert.deepEqual(loaded.review().total, { reviewed: 1, wrong: 1 });
    await dataset.session?.review({ kind: 'undo' });
    assert.equal(changes, 2);
    assert.deepEqual(loaded.review().total, { reviewed: 0, wrong: 0 });
  });

  it('sends the first unreadable images and says how many there are', async () => {
    const loaded = await loadOverview(await open(), null);
    assert.equal(loaded?.page.isNewest, true);
    assert.equal(loaded.page.details.unreadable.length, 500);
    assert.equal(loaded.page.details.unreadableCount, 600);
  });

  it('says what the findings rest on', async () => {
    const dataset = await open();
    assert.deepEqual((await loadOverview(dataset, null))?.page.details.opinions, []);
    const opinions: Opinions = { formed: [{ by: 'network', weight: 1, agreement: 0.9 }], leftOut: [] };
    const run = sampleRun(RESULTS);
    assert.ok(run.plan !== undefined);
    const judged = { ...run, opinions };
    const loaded = await loadOverview({ ...dataset, runs: [judged] }, null);
    assert.deepEqual(loaded?.page.details.opinions, describeOpinions(opinions, ENGLISH));
  });

  it('reads an older run from disk, and has nothing for one that is gone', async () => {
    const dataset = await open();
    const older = dataset.runs[1]!;
    const predProbs = new Float32Array(older.images * older.classes.length).fill(1 / 3);
    await writeRun(dataset.location, {
      summary: older,
      results: sampleColumns(RESULTS.slice(0, 1)),
      predProbs,
    });
    const loaded = await loadOverview(dataset, 'run-0');
    assert.equal(loaded?.page.isNewest, false);
    assert.equal(loaded.page.overview.pairs.length, 1);
    assert.equal(await loadOverview(dataset, 'gone'), undefined);
    assert.equal(await loadOverview({ ...dataset, runs: [], session: undefined }, null), undefined);
  });
});
