import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Emitter } from '../../../src/review/emitter';

describe('Emitter', () => {
  it('calls every listener until it is disposed of', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const listener = (value: number) => void heard.push(`a${value}`);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ['a1', 'a1', 'a2']);
  });

  it('calls a listener added meanwhile from the next time on', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const added = emitter.event(() => {
      added.dispose();
      emitter.event((value) => heard.push(value));
    });
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, [2]);
  });

  it('keeps the error of a listener from the others and from the caller, and does not lose it', async () => {
    const emitter = new Emitter<void>();
    let isHeard = false;
    emitter.event(() => {
      throw new Error('of the first');
    });
    emitter.event(() => (isHeard = true));
    // Instead of mocha's own listener, which would let the test fail.
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const thrown = once(process, 'uncaughtException') as Promise<[Error]>;
      emitter.fire();
      assert.ok(isHeard);
      assert.equal((await thrown)[0].message, 'of the first');
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});
