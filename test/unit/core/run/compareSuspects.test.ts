import assert from 'node:assert/strict';
import { compareSuspects } from '../../../../src/core/run/compareSuspects';
import { describeComparison } from '../../../../src/core/words/describeFindings';
import { ENGLISH } from '../../../../src/core/words/message';

const asDogs = (...paths: readonly string[]) => new Map(paths.map((path) => [path, 'dog']));

describe('compareSuspects', () => {
  it('tells new suspects from old ones, and why old ones are none any more', () => {
    const before = { runId: 'first', suspects: asDogs('a', 'b', 'c', 'd') };
    const comparison = compareSuspects(before, asDogs('b', 'x', 'y'), (path) => path === 'a');
    assert.deepEqual(comparison, {
      runId: 'first',
      appeared: 2,
      unchanged: 1,
      resuggested: 0,
      reviewed: 1,
      cleared: 2,
    });
    assert.equal(
      describeComparison(comparison, ENGLISH),
      'Since the run before: 2 new suspects, 1 as before, 1 decided by you, 2 no longer in doubt.',
    );
    assert.match(describeComparison({ ...comparison, appeared: 1 }, ENGLISH), /: 1 new suspect, 1 as before/);
  });

  it('counts suspects that are decided and still flagged as unchanged', () => {
    const comparison = compareSuspects({ runId: 'r', suspects: asDogs('a') }, asDogs('a'), () => true);
    assert.deepEqual(comparison, {
      runId: 'r',
      appeared: 0,
      unchanged: 1,
      resuggested: 0,
      reviewed: 0,
      cleared: 0,
    });
  });

  it('says how many have another suggestion now', () => {
    const now = new Map([...asDogs('a'), ['b', 'bird'], ['x', 'bird']]);
    const comparison = compareSuspects({ runId: 'r', suspects: asDogs('a', 'b') }, now, () => false);
    assert.equal(comparison.resuggested, 1);
    assert.match(
      describeComparison(comparison, ENGLISH),
      /: 1 new suspect, 2 as before \(1 with another suggestion\), 0 decided by you,/,
    );
  });
});
