import assert from 'node:assert/strict';
import { countDecisions, DecisionTally } from '../../../../src/core/review/decisionTally';
import type { Decision } from '../../../../src/core/review/review';

describe('counts of decisions', () => {
  const decisions = new Map<string, Decision>([
    ['a', { action: 'relabel', label: 'cat' }],
    ['b', { action: 'keep' }],
    ['c', { action: 'exclude' }],
    ['d', { action: 'unsure' }],
  ]);

  it('take "unsure" for not reviewed', () => {
    assert.deepEqual(
      countDecisions(['a', 'b', 'c', 'd', 'e'], (path) => decisions.get(path) ?? null),
      { reviewed: 3, relabelled: 1, kept: 1, excluded: 1, unsure: 1 },
    );
  });

  it('follow a decision that is changed and taken back', () => {
    const tally = new DecisionTally();
    tally.add(null);
    tally.change(null, { action: 'unsure' });
    tally.change({ action: 'unsure' }, { action: 'keep' });
    assert.deepEqual(tally.counts, { reviewed: 1, relabelled: 0, kept: 1, excluded: 0, unsure: 0 });
    tally.change({ action: 'keep' }, null);
    assert.deepEqual(tally.counts, { reviewed: 0, relabelled: 0, kept: 0, excluded: 0, unsure: 0 });
  });
});
