import assert from 'node:assert/strict';
import { retryInUse } from '../../../src/files/retryInUse';

describe('retryInUse', () => {
  /** Fails some times, and counts the attempts. */
  const refusing = (code: string, times: number) => {
    let attempts = 0;
    const action = () => {
      attempts++;
      return attempts <= times
        ? Promise.reject(Object.assign(new Error(`${code}, rename`), { code }))
        : Promise.resolve(attempts);
    };
    return { action, attempts: () => attempts };
  };

  for (const code of ['EPERM', 'EACCES', 'EBUSY'])
    it(`tries again on Windows after ${code}`, async () => {
      assert.equal(await retryInUse(refusing(code, 2).action, { platform: 'win32' }), 3);
    });

  it('gives up in the end, with what the system said', async () => {
    const { action, attempts } = refusing('EBUSY', Infinity);
    await assert.rejects(retryInUse(action, { platform: 'win32', longestMs: 15 }), { code: 'EBUSY' });
    assert.ok(attempts() >= 2, `${attempts()} attempts`);
  });

  it('takes any other refusal as final, and every one on other systems', async () => {
    const full = refusing('ENOSPC', 1);
    await assert.rejects(retryInUse(full.action, { platform: 'win32' }), { code: 'ENOSPC' });
    const forbidden = refusing('EPERM', 1);
    await assert.rejects(retryInUse(forbidden.action, { platform: 'linux' }), { code: 'EPERM' });
    assert.deepEqual([full.attempts(), forbidden.attempts()], [1, 1]);
  });
});
