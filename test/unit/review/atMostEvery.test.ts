import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { atMostEvery } from '../../../src/review/atMostEvery';

describe('atMostEvery', () => {
  it('works once for all that is asked within the interval, never at once, and again for what is asked later', async () => {
    const done = new EventEmitter();
    let times = 0;
    const throttled = atMostEvery(5, () => done.emit(`time ${++times}`));
    const [first, second] = [once(done, 'time 1'), once(done, 'time 2')];
    throttled.ask();
    throttled.ask();
    assert.equal(times, 0);
    await first;
    throttled.ask();
    throttled.ask();
    assert.equal(times, 1);
    await second;
    assert.equal(times, 2);
    throttled.dispose();
  });

  it('does nothing more once disposed of', async () => {
    let times = 0;
    const throttled = atMostEvery(1, () => times++);
    throttled.ask();
    throttled.dispose();
    // A timer set later than the one that was cancelled.
    await new Promise((resolve) => setTimeout(resolve, 2));
    assert.equal(times, 0);
  });
});
