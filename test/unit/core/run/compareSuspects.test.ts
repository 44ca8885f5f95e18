import assert from 'node:assert/strict';
import { compareSuspects } from '../../../../src/core/run/compareSuspects';
import { describeComparison } from '../../../../src/core/words/describeFindings';
import { ENGLISH } from '../../../../src/core/words/message';

describe('compareSuspects', () => {
  it('tells new suspects from old ones, and why old ones are none any more', () => {
    const before = { runId: 'first', suspects: ['a', 'b', 'c', 'd'] };
    const comparison = compareSuspects(before, new Set(['b', 'x', 'y']), (path) => path === 'a');
    assert.deepEqual(comparison, { runId: 'first', appeared: 2, unchanged: 1, reviewed: 1, cleared: 2 });
    assert.equal(
      describeComparison(comparison, ENGLISH),
      'Since the run before: 2 new suspects, 1 as before, 1 decided by you, 2 no longer in doubt.',
    );
    assert.match(describeComparison({ ...comparison, appeared: 1 }, ENGLISH), /: 1 new suspect, 1 as before/);
  });

  it('counts suspects that are decided and still flagged as unchanged', () => {
    const comparison = compareSuspects({ runId: 'r', suspects: ['a'] }, new Set(['a']), () => true);
    assert.deepEqual(comparison, { runId: 'r', appeared: 0, unchanged: 1, reviewed: 0, cleared: 0 });
  });
});
