import assert from 'node:assert/strict';
import { EXIT } from '../../../src/cli/commandIo';
import { exitFor } from '../../../src/cli/failOver';
import { createTestIo } from './testIo';

describe('--fail-over', () => {
  function exit(suspects: number, failOver: number | undefined) {
    const { io, said } = createTestIo();
    const code = exitFor(suspects, failOver, io);
    return { code, said: said() };
  }

  it('lets a command end well up to as many suspects, and without the flag whatever there are', () => {
    for (const [suspects, failOver] of [
      [5, 5],
      [0, 0],
      [1e6, undefined],
    ] as const)
      assert.deepEqual(exit(suspects, failOver), { code: EXIT.done, said: '' });
  });

  it('fails with a status of its own beyond, and says both numbers', () => {
    assert.deepEqual(exit(6, 5), {
      code: 3,
      said: 'label-review: There are 6 suspects, more than the 5 that are allowed.\n',
    });
    assert.match(exit(1, 0).said, /There is 1 suspect, more than the 0 that are allowed/);
    assert.match(exit(2, 1).said, /more than the 1 that is allowed/);
  });
});
