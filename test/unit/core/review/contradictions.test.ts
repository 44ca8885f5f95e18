import assert from 'node:assert/strict';
import { findContradictions } from '../../../../src/core/review/contradictions';
import type { Decision, JournalEntry } from '../../../../src/core/review/review';
import { ReviewLog } from '../../../../src/core/review/reviewLog';

const KEEP: Decision = { action: 'keep' };
const BEE: Decision = { action: 'relabel', label: 'bee' };

const decideAt = (hour: number, decision: Decision, id = `${hour}`): JournalEntry => ({
  v: 1,
  type: 'decide',
  id,
  at: `2026-01-01T${hour}:00:00Z`,
  decisions: [{ path: 'a', decision }],
});

function find(...journal: JournalEntry[]) {
  const log = new ReviewLog();
  for (const entry of journal) log.apply(entry);
  return findContradictions(log);
}

describe('findContradictions', () => {
  it('finds an earlier decision that stands later in the journal', () => {
    assert.deepEqual(find(decideAt(12, BEE), decideAt(10, KEEP)), [{ path: 'a', counts: KEEP, later: BEE }]);
  });

  it('leaves alone those who agree, a changed mind, and what is undone', () => {
    assert.deepEqual(find(decideAt(12, KEEP), decideAt(10, KEEP)), []);
    assert.deepEqual(find(decideAt(10, KEEP), decideAt(12, BEE)), []);
    const undo: JournalEntry = { v: 1, type: 'undo', of: '12', at: '2026-01-01T13:00:00Z' };
    assert.deepEqual(find(decideAt(12, BEE), undo, decideAt(10, KEEP)), []);
  });

  it('is settled by a new decision', () => {
    assert.deepEqual(find(decideAt(12, BEE), decideAt(10, KEEP), decideAt(14, KEEP)), []);
  });
});
