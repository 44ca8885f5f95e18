import assert from 'node:assert/strict';
import { SeenDecisions } from '../../../../src/core/review/seenDecisions';

describe('decisions that a window has seen', () => {
  it('stand in the order of the latest one about each image', () => {
    const seen = new SeenDecisions(['cat']);
    seen.see('a.png', { action: 'keep' });
    seen.see('b.png', { action: 'exclude' });
    seen.see('a.png', null);
    assert.deepEqual(seen.latest, ['b.png', 'a.png']);
  });

  it('bring a class once, and none that the run has', () => {
    const seen = new SeenDecisions(['cat']);
    const relabel = (label: string) => seen.see('a.png', { action: 'relabel', label });
    assert.deepEqual([relabel('cat'), relabel('newt'), relabel('newt')], [false, true, false]);
    assert.deepEqual([...seen.newClasses], ['newt']);
  });
});
