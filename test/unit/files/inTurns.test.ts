import assert from 'node:assert/strict';
import { inTurns } from '../../../src/files/inTurns';

/** Keeps the thread busy for about `steps` milliseconds. */
function* busy(steps: number, onStep: (step: number) => void = () => undefined): Generator<void, string> {
  for (let step = 0; step < steps; step++) {
    for (const endMs = performance.now() + 1; performance.now() < endMs;);
    onStep(step);
    yield;
  }
  return 'done';
}

describe('work in turns', () => {
  it('lets timers and others come in between, and resolves to the result', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++);
    const result = await inTurns(busy(60));
    clearInterval(timer);
    assert.equal(result, 'done');
    assert.ok(turns >= 2, `${turns} turns`);
  });

  it('is done at once where it is short', async () => {
    const order: string[] = [];
    setTimeout(() => order.push('timer'));
    const working = inTurns(busy(0)).then(() => order.push('work'));
    await working;
    assert.deepEqual(order, ['work']);
  });

  it('ends with the error that the work throws', async () => {
    const failing = busy(30, (step) => {
      if (step === 20) throw new Error('broken off');
    });
    await assert.rejects(inTurns(failing), /broken off/);
  });
});
