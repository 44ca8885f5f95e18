import assert from 'node:assert/strict';
import type { SuspectPair } from '../../../../src/core/query/galleryView';
import { matrixClasses } from '../../../../src/core/run/matrixClasses';
import { createOverview } from '../../../../src/core/run/overview';
import { qualityHistogram } from '../../../../src/core/run/qualityHistogram';
import type { Decision } from '../../../../src/core/review/review';
import { chanceOf } from '../../../../src/core/review/sampleTally';
import { rowsToColumns } from '../../../../src/core/run/resultColumns';
import type { ResultRow, RunSummary } from '../../../../src/core/run/run';
import { sampleResults, sampleRun } from '../../review/sampleRun';

const RESULTS = sampleResults(
  ['a', 'cat', 'dog'],
  ['b', 'cat', 'dog'],
  ['c', 'dog', 'cat'],
  ['d', 'bird', 'cat'],
  ['e', 'cat', 'cat'],
  ['f', 'bird', 'bird'],
);

const overviewOf = (summary: RunSummary, results: readonly ResultRow[]) =>
  createOverview(
    summary,
    rowsToColumns(results, summary.classes),
    results.filter((row) => row.isLabelIssue),
  );

const histogramOf = (...images: readonly (readonly [quality: number, isLabelIssue: boolean])[]) =>
  qualityHistogram({
    labelQuality: Float64Array.from(images, ([quality]) => quality),
    isLabelIssue: Uint8Array.from(images, ([, isLabelIssue]) => Number(isLabelIssue)),
  });

describe('overview', () => {
  const noise = {
    errors: 3,
    low: 2,
    high: 5,
    expectedPrecision: 0.8,
    expectedRecall: 0.9,
    byClass: [{ label: 'cat', images: 3, errors: 1.5, low: 1, high: 2 }],
    pairs: [],
  };
  const overview = overviewOf({ ...sampleRun(RESULTS), noise }, RESULTS);

  it('counts images, suspects and expected errors by class, in the order of the run', () => {
    assert.deepEqual(overview.run.classes, [
      { name: 'bird', images: 2, suspects: 1, expected: undefined },
      { name: 'cat', images: 3, suspects: 2, expected: { errors: 1.5, low: 1, high: 2 } },
      { name: 'dog', images: 1, suspects: 1, expected: undefined },
    ]);
  });

  it('counts images of no class where the run knows of them', () => {
    const offTopic = { scores: Float64Array.of(0, 0, 0, 1, 1, 0), flags: Uint8Array.of(0, 0, 0, 1, 1, 0) };
    const columns = { ...rowsToColumns(RESULTS, ['bird', 'cat', 'dog']), offTopic };
    assert.deepEqual(
      createOverview(sampleRun(RESULTS), columns, []).run.classes.map((row) => row.offTopic),
      [1, 1, 0],
    );
  });

  it('lists the pairs, the most frequent first', () => {
    assert.deepEqual(overview.run.pairs, [
      { given: 'cat', suggested: 'dog', suspects: 2 },
      { given: 'bird', suggested: 'cat', suspects: 1 },
      { given: 'dog', suggested: 'cat', suspects: 1 },
    ]);
    assert.equal(overview.run.pairCount, 3);
    assert.deepEqual(overview.run.matrix, ['bird', 'cat', 'dog']);
  });

  it('counts what is reviewed and wrong; unsure is neither, and images that are no suspects do not count', () => {
    const decisions = new Map<string, Decision>([
      ['a', { action: 'relabel', label: 'zebra' }],
      ['b', { action: 'keep' }],
      ['c', { action: 'exclude' }],
      ['d', { action: 'unsure' }],
      ['e', { action: 'relabel', label: 'dog' }],
    ]);
    assert.deepEqual(
      overview.review(({ path }) => decisions.get(path) ?? null),
      {
        total: { reviewed: 3, wrong: 2 },
        sample: undefined,
        classes: [
          { reviewed: 0, wrong: 0 },
          { reviewed: 2, wrong: 1 },
          { reviewed: 1, wrong: 1 },
        ],
        pairs: [
          { reviewed: 2, wrong: 1 },
          { reviewed: 0, wrong: 0 },
          { reviewed: 1, wrong: 1 },
        ],
      },
    );
  });

  it('says what suspects that were reviewed at random tell of all', () => {
    const results = sampleResults(
      ...Array.from({ length: 200 }, (_, i): [string, string, string] => [`${i}.png`, 'cat', 'dog']),
    );
    const { review } = overviewOf(sampleRun(results), results);
    const byChance = results.map(({ path }) => path).sort((a, b) => chanceOf(a) - chanceOf(b));
    const decisions = new Map(
      byChance
        .slice(0, 40)
        .map((path, i): [string, Decision] => [path, { action: i < 10 ? 'keep' : 'exclude' }]),
    );
    const { sample } = review(({ path }) => decisions.get(path) ?? null);
    assert.deepEqual([sample?.suspects, sample?.sampled, sample?.wrong, sample?.errors], [200, 40, 30, 150]);
    assert.equal(review(({ path }) => (path === byChance[0] ? null : { action: 'keep' })).sample, undefined);
  });

  it('with many classes lists the frequent pairs and all of the matrix', () => {
    const classes = Array.from({ length: 300 }, (_, i) => `class ${String(i).padStart(3, '0')}`);
    // Class i is confused with its successor: 300 pairs, of which the first classes have two suspects.
    const rows = classes.flatMap((given, i) => {
      const suggested = classes[(i + 1) % classes.length]!;
      return Array.from({ length: i < 10 ? 2 : 1 }, (_, copy): [string, string, string] => [
        `${given}/${copy}`,
        given,
        suggested,
      ]);
    });
    const results = sampleResults(...rows);
    const { run, review } = overviewOf({ ...sampleRun(results), classes }, results);
    assert.equal(run.pairCount, 300);
    assert.equal(run.matrix.length, 24);
    assert.deepEqual(run.matrix.slice(0, 11), classes.slice(0, 11));
    assert.equal(run.pairs.length, 200);
    const all = review(() => ({ action: 'keep' }));
    assert.deepEqual(all.total, { reviewed: 310, wrong: 0 });
    assert.deepEqual(all.pairs[0], { reviewed: 2, wrong: 0 });
  });
});

describe('matrix classes', () => {
  const classes = Array.from({ length: 300 }, (_, i) => `class ${String(i).padStart(3, '0')}`);
  const pair = (given: number, suggested: number, suspects: number) => ({
    given: classes[given]!,
    suggested: classes[suggested]!,
    suspects,
  });
  const held = (pairs: readonly SuspectPair[], shown: readonly string[]) =>
    pairs
      .filter(({ given, suggested }) => shown.includes(given) && shown.includes(suggested))
      .reduce((sum, { suspects }) => sum + suspects, 0);

  it('are those that are confused with each other, not those of many suspects each elsewhere', () => {
    // 30 classes of 20 suspects each, every one suggested as another class; and a few that are taken for each other.
    const scattered = Array.from({ length: 600 }, (_, i) => pair(i % 30, 30 + ((i * 7) % 200), 1));
    const close = [pair(290, 291, 9), pair(291, 290, 8), pair(292, 291, 5), pair(297, 298, 7)];
    const pairs = [...scattered, ...close];
    const shown = matrixClasses(classes, pairs);
    assert.equal(shown.length, 24);
    for (const { given, suggested } of close) assert.ok(shown.includes(given) && shown.includes(suggested));
    assert.ok(held(pairs, shown) >= 29 + 19, `${held(pairs, shown)} suspects`);
    assert.deepEqual(shown, [...shown].sort());
  });

  it('are only those that hold suspects where there are many, and all where there are few', () => {
    assert.deepEqual(matrixClasses(classes, [pair(7, 3, 2)]), [classes[3], classes[7]]);
    assert.deepEqual(matrixClasses(['b', 'a'], []), ['b', 'a']);
  });
});

describe('quality histogram', () => {
  it('puts borders into the upper bin and 1 into the last', () => {
    const { bins } = histogramOf([0, true], [0.05, true], [0.999, false], [1, false]);
    assert.deepEqual(bins[0], { images: 1, suspects: 1 });
    assert.deepEqual(bins[1], { images: 1, suspects: 1 });
    assert.deepEqual(bins[19], { images: 2, suspects: 0 });
    assert.equal(bins.length, 20);
  });

  it('has a cut only where one quality separates the suspects from the others', () => {
    assert.equal(histogramOf([0.1, true], [0.3, true], [0.4, false]).cut, 0.3);
    assert.equal(histogramOf([0.1, true], [0.3, false], [0.4, true]).cut, null);
    assert.equal(histogramOf([0.1, false]).cut, null);
    assert.equal(histogramOf().cut, null);
  });
});
