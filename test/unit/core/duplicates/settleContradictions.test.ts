import assert from 'node:assert/strict';
import { settleContradictions } from '../../../../src/core/duplicates/settleContradictions';
import { REVIEW_STATUS } from '../../../../src/core/review/reviewedLabels';
import { findingsToResults, findSuspects } from '../../../../src/core/run/findings';
import { resultRows } from '../../../../src/core/run/resultColumns';

const CLASSES = ['cat', 'dog', 'fox'];

/** 30 images of each class that the network is sure of; the first ones have the given label and probabilities. */
function settled(
  images: readonly { readonly label: number; readonly probs: readonly number[] }[],
  groups: readonly (readonly number[])[],
  decided: readonly number[] = [],
) {
  const usual = Array.from({ length: 90 }, (_, i) => {
    const label = i % 3;
    return { label, probs: CLASSES.map((_name, other) => (other === label ? 0.98 : 0.01)) };
  });
  const all = [...images, ...usual];
  const paths = all.map((_, i) => `image-${String(i).padStart(3, '0')}.png`);
  const predProbs = Float32Array.from(all.flatMap(({ probs }) => probs));
  const labels = Int32Array.from(all, ({ label }) => label);
  const suspects = findSuspects({ paths, labels, classes: CLASSES, predProbs, filterBy: 'calibrated' });
  const copies = groups.map((group) => ({ images: Int32Array.from(group), isExact: true }));
  const view = { data: predProbs, rows: all.length, columns: CLASSES.length };
  const reviewStatus = Uint8Array.from(paths, (_, i) =>
    decided.includes(i) ? REVIEW_STATUS.confirmed : REVIEW_STATUS.open,
  );
  const result = settleContradictions(suspects, copies, { predProbs: view, reviewStatus });
  return { suspects, result, rows: [...resultRows(findingsToResults(result))] };
}

describe('settleContradictions', () => {
  it('flags the copies outnumbered, suggests what most copies say, and ranks them first', () => {
    const sureOfFox = { label: 2, probs: [0.01, 0.01, 0.98] };
    const outvoted = { label: 1, probs: [0.05, 0.9, 0.05] };
    const { result, rows } = settled(
      [{ label: 0, probs: [0.01, 0.01, 0.98] }, outvoted, sureOfFox, sureOfFox],
      [[1, 2, 3]],
    );
    assert.equal(rows[0]!.path, 'image-001.png');
    assert.equal(rows[0]!.rank, 1);
    assert.equal(rows[0]!.isLabelIssue, true);
    assert.equal(rows[0]!.predictedLabel, 'fox');
    assert.ok(rows[0]!.labelQuality <= 0.5);
    // The ordinary suspect follows, and the copies in the majority are none.
    assert.equal(rows[1]!.path, 'image-000.png');
    assert.equal(result.issueCount, 2);
    assert.equal(rows.length, 94);
  });

  it('lets the network decide where as many copies say one as the other', () => {
    const rather = [0.7, 0.2, 0.1];
    const { rows, result } = settled(
      [
        { label: 1, probs: rather },
        { label: 0, probs: rather },
      ],
      [[0, 1]],
    );
    assert.equal(rows[0]!.path, 'image-000.png');
    assert.equal(rows[0]!.predictedLabel, 'cat');
    assert.ok(Math.abs(rows[0]!.labelQuality - 0.2 / 0.9) < 1e-6);
    assert.ok(Math.abs(rows[0]!.predictedProbability - 0.7 / 0.9) < 1e-6);
    assert.equal(result.isLabelIssue[1], 0);
  });

  it('leaves what a reviewer has decided about alone', () => {
    const fox = { label: 2, probs: [0.01, 0.01, 0.98] };
    const { suspects, result } = settled(
      [{ label: 1, probs: [0.05, 0.05, 0.9] }, fox, fox],
      [[0, 1, 2]],
      [0],
    );
    assert.equal(result, suspects);
  });

  it('changes nothing where copies agree', () => {
    const { suspects, result } = settled([], [[0, 3, 6]]);
    assert.equal(result, suspects);
  });

  it('keeps every image, each once, in an order that follows the quality of the contradictions', () => {
    const { result } = settled(
      [
        { label: 0, probs: [0.3, 0.6, 0.1] },
        { label: 1, probs: [0.3, 0.6, 0.1] },
        { label: 0, probs: [0.1, 0.8, 0.1] },
        { label: 1, probs: [0.1, 0.8, 0.1] },
      ],
      [
        [0, 1],
        [2, 3],
      ],
    );
    assert.deepEqual([...result.order.subarray(0, 2)], [2, 0]);
    assert.deepEqual(
      [...result.order].sort((a, b) => a - b),
      [...result.order.keys()],
    );
  });
});
