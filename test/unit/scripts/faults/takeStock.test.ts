import assert from 'node:assert/strict';
import { whatGrew } from '../../../../scripts/faults/window/takeStock';

describe('whatGrew', () => {
  const stock = (counts: Record<string, number>) => ({ counts, heapBytes: 0, residentBytes: 0 });

  it('names what there is more of, and nothing that has stayed or gone', () => {
    const before = stock({ 'child processes': 1, 'open descriptors': 20, listeners: 3 });
    const after = stock({ 'child processes': 2, 'open descriptors': 20, listeners: 2 });
    assert.deepEqual(whatGrew(before, after), ['There are 2 child processes, and were 1.']);
  });
});
