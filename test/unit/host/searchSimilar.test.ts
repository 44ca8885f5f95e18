import assert from 'node:assert/strict';
import type { SimilarOutcome } from '../../../src/core/run/similarRequest';
import { createSearchSimilar } from '../../../src/host/searchSimilar';
import type { Trainer } from '../../../src/worker/client/client';

const SEARCH = { root: '/animals', runId: 'run-1', images: ['a.png'], count: 3, thumbnails: true };
const OUTCOME = { runId: 'run-1', encoder: '', asked: [], found: [], images: 1, without: 0 };

function setUp(similar: Trainer['similar'], dispose: Trainer['dispose'] = () => Promise.resolve()) {
  let disposed = 0;
  const trainer: Trainer = {
    pid: 1,
    inspect: () => assert.fail(),
    forecast: () => assert.fail(),
    analyze: () => assert.fail(),
    writeBack: () => assert.fail(),
    plan: () => assert.fail(),
    merge: () => assert.fail(),
    similar,
    dispose: () => {
      disposed++;
      return dispose();
    },
  };
  const search = createSearchSimilar({
    startTrainer: () => Promise.resolve(trainer),
    fallbackStore: '/stores',
    cacheFolder: () => '/caches',
  });
  return { search, isGone: () => disposed > 0 };
}

describe('a search for similar images', () => {
  it('is asked of a process of its own, which then ends', async () => {
    const asked: unknown[] = [];
    const { search, isGone } = setUp((request) => {
      asked.push(request);
      return Promise.resolve<SimilarOutcome>(OUTCOME);
    });
    assert.equal(await search(SEARCH, new AbortController().signal), OUTCOME);
    assert.deepEqual(asked, [{ ...SEARCH, fallbackStore: '/stores', cacheFolder: '/caches' }]);
    assert.ok(isGone());
  });

  it('ends its process when it is given up, also before it has begun, and when it fails', async () => {
    const controller = new AbortController();
    const given = setUp((_, signal) => {
      const ended = new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('ended'))),
      );
      controller.abort();
      return ended;
    });
    await assert.rejects(given.search(SEARCH, controller.signal), /ended/);
    assert.ok(given.isGone());

    const late = setUp(() => assert.fail('asked'));
    await assert.rejects(late.search(SEARCH, controller.signal), { name: 'AbortError' });
    assert.ok(late.isGone());

    const failing = setUp(() => Promise.reject(new Error('broken')));
    await assert.rejects(failing.search(SEARCH, new AbortController().signal), /broken/);
    assert.ok(failing.isGone());
  });

  it('says once that its process could not be ended', async () => {
    const controller = new AbortController();
    controller.abort();
    const stuck = setUp(
      () => assert.fail('asked'),
      () => Promise.reject(new Error('no permission')),
    );
    await assert.rejects(stuck.search(SEARCH, controller.signal), /no permission/);
    const later = new AbortController();
    const halfway = setUp(
      () => {
        later.abort();
        return Promise.resolve(OUTCOME);
      },
      () => Promise.reject(new Error('no permission')),
    );
    await assert.rejects(halfway.search(SEARCH, later.signal), /no permission/);
  });
});
