import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ISSUE_FILTERS } from '../../../../src/core/run/issueFilter';
import { REVIEW_STATUS } from '../../../../src/core/review/reviewedLabels';
import { findingsToResults, findSuspects, type FindingsInput } from '../../../../src/core/run/findings';
import { resultRows } from '../../../../src/core/run/resultColumns';

const rowsOf = (given: FindingsInput) => [...resultRows(findingsToResults(findSuspects(given)))];

const input: FindingsInput = {
  paths: ['b.png', 'a.png', 'c.png', 'd.png', 'e.png'],
  labels: Int32Array.of(0, 0, 1, 1, 0),
  classes: ['cat', 'dog', 'fox'],
  predProbs: Float32Array.of(
    ...[0.25, 0.5, 0.25],
    ...[0.25, 0.5, 0.25],
    ...[0.5, 0.25, 0.25],
    // Less sure of another class than c.png: a larger margin at the same quality.
    ...[0.375, 0.25, 0.375],
    ...[0.75, 0.25, 0],
  ),
  filterBy: 'predicted_neq_given',
};

describe('findSuspects', () => {
  it('ranks by the probability that the label is right, equal ones by path, and names classes', () => {
    const rows = rowsOf(input);
    const rankOf = (path: string) => rows.find((row) => row.path === path)!.rank;
    // The same prediction and label: ranked by path.
    assert.equal(rankOf('b.png'), rankOf('a.png') + 1);
    assert.equal(rankOf('e.png'), 5);
    const suspect = rows.find((row) => row.path === 'a.png')!;
    assert.deepEqual(
      { ...suspect, rank: 0, labelQuality: 0, predictedProbability: 0 },
      {
        image: 1,
        path: 'a.png',
        givenLabel: 'cat',
        isLabelIssue: true,
        labelQuality: 0,
        predictedLabel: 'dog',
        predictedProbability: 0,
        rank: 0,
      },
    );
    // Two thirds of what is left to the other classes, or a little less where errors of dogs are rarer.
    const share = suspect.predictedProbability / (1 - suspect.labelQuality);
    assert.ok(Math.abs(share - 2 / 3) < 0.1, `${share}`);
    assert.equal(rows[4]!.isLabelIssue, false);
  });

  it('is by columns, parallel to the paths', () => {
    const suspects = findSuspects(input);
    assert.deepEqual([...suspects.isLabelIssue], [1, 1, 1, 1, 0]);
    assert.equal(suspects.issueCount, 4);
    assert.equal(suspects.labelQuality[0], suspects.labelQuality[1]);
  });

  it('gives every image one rank and keeps qualities in order, for every rule', () => {
    const samples = fc.array(
      fc.record({
        label: fc.nat(2),
        weights: fc.tuple(fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 4 })),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(samples, fc.constantFrom(...ISSUE_FILTERS), (images, filterBy) => {
        const rows = rowsOf({
          paths: images.map((_, i) => `${i % 7}/${i}.png`),
          labels: Int32Array.from(images, ({ label }) => label),
          classes: ['x', 'y', 'z'],
          predProbs: Float64Array.from(
            images.flatMap(({ weights: [a, b, c] }) => [a, b, c].map((weight) => weight / (a + b + c))),
          ),
          filterBy,
        });
        assert.deepEqual(
          rows.map(({ rank }) => rank),
          images.map((_, i) => i + 1),
        );
        assert.equal(new Set(rows.map(({ path }) => path)).size, images.length);
        rows.slice(1).forEach((row, i) => assert.ok(row.labelQuality >= rows[i]!.labelQuality));
      }),
      { seed: 1 },
    );
  });

  it('never flags what was decided, trusts what was confirmed, and shows the labels of the dataset', () => {
    const givenLabels = Int32Array.of(0, 0, 1, 1, 0);
    const reviewStatus = Uint8Array.of(
      REVIEW_STATUS.open,
      REVIEW_STATUS.confirmed,
      REVIEW_STATUS.confirmed,
      REVIEW_STATUS.setAside,
      0,
    );
    for (const filterBy of ISSUE_FILTERS) {
      const review = { givenLabels, reviewStatus };
      // c.png was relabelled from dog to cat.
      const labels = Int32Array.of(0, 0, 0, 1, 0);
      const rows = rowsOf({ ...input, labels, review, filterBy });
      const rowOf = (path: string) => rows.find((row) => row.path === path)!;
      for (const path of ['a.png', 'c.png', 'd.png']) assert.equal(rowOf(path).isLabelIssue, false);
      for (const path of ['a.png', 'c.png']) {
        assert.equal(rowOf(path).labelQuality, 1);
        assert.equal(rowOf(path).predictedLabel, 'cat');
      }
      assert.equal(rowOf('c.png').givenLabel, 'dog');
      assert.deepEqual(
        rows.slice(3).map(({ path }) => path),
        ['a.png', 'c.png'],
      );
    }
  });
});
