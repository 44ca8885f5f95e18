import assert from 'node:assert/strict';
import { isRunning, ownIdentity, type ProcessIdentity } from '../../../src/files/lock/processIdentity';
import { onSystem } from '../../fixtures/onSystem';

describe('a process as a lock names it, outside Linux', () => {
  const NO_PROCESS = 999_999_999;
  const own: ProcessIdentity = {
    pid: process.pid,
    host: 'here',
    boot: '2971000',
    namespace: '',
    started: 'Mon Jan  5 09:00:00 2026',
  };
  const ended = (change: Partial<ProcessIdentity>) =>
    onSystem('win32', () => isRunning({ ...own, pid: NO_PROCESS, ...change }, own));

  it('has ended where its number is free, though its start of the computer was reckoned as the next step', async () => {
    assert.equal(await ended({}), false);
    assert.equal(await ended({ boot: '2971001' }), false);
    assert.equal(await ended({ boot: '2970999' }), false);
  });

  it('is not known from another start, another computer, or where none is said', async () => {
    assert.equal(await ended({ boot: '2971002' }), undefined);
    assert.equal(await ended({ host: 'there' }), undefined);
    assert.equal(await ended({ boot: '' }), undefined);
    assert.equal(await ended({ boot: 'a8098c1a-f86e-11da-bd1a-00112444be1e' }), undefined);
  });

  it('is not told from a later one with its number on Windows, which is not asked when a process has started', async () => {
    const identity = await onSystem('win32', ownIdentity);
    assert.equal(identity.started, '');
    assert.equal(await onSystem('win32', () => isRunning(identity, identity)), undefined);
  });
});
