import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { inParallel } from '../../../src/files/inParallel';

describe('inParallel', () => {
  const never = new AbortController().signal;

  it('runs every task once, never more at a time than asked, and reports up to the end', async () => {
    const sizes = fc.record({
      count: fc.nat(60),
      parallel: fc.integer({ min: 1, max: 8 }),
      every: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const runs = new Array<number>(size.count).fill(0);
        let active = 0;
        const reports: number[] = [];
        const work = inParallel({ ...size, signal: never }, async (i) => {
          assert.ok(++active <= size.parallel);
          for (let wait = i % 3; wait > 0; wait--) await setImmediate();
          active--;
          runs[i]!++;
        });
        for await (const done of work) reports.push(done);
        assert.ok(runs.every((times) => times === 1));
        assert.equal(reports.at(-1), size.count);
        assert.ok(reports.every((done, i) => i === 0 || done > reports[i - 1]!));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('passes on an error after the tasks in progress, and starts no more', async () => {
    const started: number[] = [];
    let finished = 0;
    const work = inParallel({ count: 100, parallel: 3, every: 1, signal: never }, async (i) => {
      started.push(i);
      await setImmediate();
      if (i === 4) throw new Error('four');
      await setImmediate();
      finished++;
    });
    await assert.rejects(async () => {
      for await (const done of work) assert.ok(done < 100);
    }, /four/);
    assert.equal(started.length, finished + 1);
    assert.ok(started.length < 12);
  });

  it('stops when the consumer does', async () => {
    let started = 0;
    const work = inParallel({ count: 100, parallel: 2, every: 1, signal: never }, async () => {
      started++;
      await setImmediate();
    });
    for await (const done of work) if (done >= 3) break;
    const atStop = started;
    await setImmediate();
    assert.equal(started, atStop);
    assert.ok(started < 20);
  });
});
