import assert from 'node:assert/strict';
import type { Decision } from '../../../../src/core/review/review';
import { reviewedLabels, REVIEW_STATUS } from '../../../../src/core/review/reviewedLabels';

describe('reviewedLabels', () => {
  const decisions: Readonly<Record<string, Decision>> = {
    'relabelled.png': { action: 'relabel', label: 'dog' },
    'new-class.png': { action: 'relabel', label: 'fox' },
    'kept.png': { action: 'keep' },
    'excluded.png': { action: 'exclude' },
    'unsure.png': { action: 'unsure' },
  };
  const paths = [...Object.keys(decisions), 'undecided.png'];
  const images = { paths, labels: new Int32Array(paths.length), classes: ['cat', 'dog'] };

  it('puts decisions into effect', () => {
    const { labels, reviewStatus, decided, unknownClasses } = reviewedLabels(
      images,
      (path) => decisions[path] ?? null,
    );
    assert.deepEqual([...labels], [1, 0, 0, 0, 0, 0]);
    const { open, confirmed, setAside } = REVIEW_STATUS;
    assert.deepEqual([...reviewStatus], [confirmed, setAside, confirmed, setAside, open, open]);
    assert.equal(decided, 4);
    assert.deepEqual([...unknownClasses], [['fox', 1]]);
    assert.deepEqual([...images.labels], [0, 0, 0, 0, 0, 0], 'the given labels stay');
  });

  it('changes nothing without decisions', () => {
    const { reviewStatus, decided } = reviewedLabels(images, () => null);
    assert.equal(decided, 0);
    assert.ok(reviewStatus.every((value) => value === REVIEW_STATUS.open));
  });
});
