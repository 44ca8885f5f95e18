import assert from 'node:assert/strict';
import { createTimeLeft } from '../../../src/core/timeLeft';

describe('createTimeLeft', () => {
  it('gives no estimate at first, then the exact one for steady work', () => {
    const timeLeft = createTimeLeft();
    const estimates = Array.from({ length: 12 }, (_, i) =>
      timeLeft.estimate({ done: i * 10, total: 200, elapsedMs: 5000 + i * 500 }),
    );
    assert.deepEqual(estimates.slice(0, 4), [undefined, undefined, undefined, undefined]);
    // 20 a second: 160 left after 40.
    assert.ok(Math.abs(estimates[4]! - 8) < 1e-9, `${estimates[4]!}`);
    assert.ok(Math.abs(estimates[11]! - 4.5) < 1e-9, `${estimates[11]!}`);
  });

  it('is 0 at the end, and absent while nothing gets done', () => {
    const timeLeft = createTimeLeft();
    for (let i = 0; i < 10; i++)
      assert.equal(timeLeft.estimate({ done: 0, total: 5, elapsedMs: i * 1000 }), undefined);
    assert.equal(timeLeft.estimate({ done: 5, total: 5, elapsedMs: 11_000 }), 0);
    assert.equal(createTimeLeft().estimate({ done: 0, total: 0, elapsedMs: 0 }), 0);
  });

  it('follows a change of speed, and does not jump at one slow step', () => {
    const timeLeft = createTimeLeft();
    let elapsedMs = 0;
    let done = 0;
    const work = (items: number, ms: number) => {
      done += items;
      elapsedMs += ms;
      return timeLeft.estimate({ done, total: 10_000, elapsedMs });
    };
    for (let i = 0; i < 30; i++) work(10, 1000);
    const before = work(10, 1000)!;
    const afterPause = work(0, 2000)!;
    assert.ok(afterPause < before * 1.15, `${before} → ${afterPause}`);
    for (let i = 0; i < 100; i++) work(40, 1000);
    const fast = (10_000 - done) / 40;
    assert.ok(Math.abs(work(40, 1000)! / fast - 1) < 0.03);
  });
});
