import assert from 'node:assert/strict';
import { mapSteps, runSteps } from '../../../src/core/steps';

describe('steps', () => {
  /** Counts to 3; notes when it has ended, however that came. */
  async function* count(ended: string[]): AsyncGenerator<number, string> {
    try {
      for (let i = 1; i <= 3; i++) {
        await Promise.resolve();
        yield i;
      }
      return 'counted';
    } finally {
      ended.push('ended');
    }
  }

  it('are run to the result, in order', async () => {
    const seen: string[] = [];
    const doubled = mapSteps(count([]), (i) => `${2 * i}`);
    assert.equal(await runSteps(doubled, (step) => void seen.push(step)), 'counted');
    assert.deepEqual(seen, ['2', '4', '6']);
  });

  it('end when the reader gives up or fails', async () => {
    const ended: string[] = [];
    for await (const step of mapSteps(count(ended), (i) => i)) {
      assert.equal(step, 1);
      break;
    }
    assert.deepEqual(ended, ['ended']);
    const failing = runSteps(count(ended), () => Promise.reject(new Error('no reader')));
    await assert.rejects(failing, /no reader/);
    assert.deepEqual(ended, ['ended', 'ended']);
  });

  it('hand on the error of the work', async () => {
    async function* breaking(): AsyncGenerator<number, string> {
      yield await Promise.resolve(1);
      throw new RangeError('broken');
    }
    await assert.rejects(runSteps(mapSteps(breaking(), (i) => i)), RangeError);
  });
});
