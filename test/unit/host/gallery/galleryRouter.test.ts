import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { createGalleryRouter } from '../../../../src/host/gallery/galleryRouter';
import type { HostMessage, PageHandlers } from '../../../../src/shared/galleryProtocol';

function setUp(handlers: Partial<PageHandlers>) {
  const posted: HostMessage[] = [];
  const logged: unknown[][] = [];
  const unexpected = () => Promise.reject(new Error('not part of this test'));
  const route = createGalleryRouter({
    handlers: {
      ready: unexpected,
      setView: unexpected,
      getRows: unexpected,
      review: unexpected,
      rememberPlace: unexpected,
      openImage: unexpected,
      revealImage: unexpected,
      getDetails: unexpected,
      findImage: unexpected,
      nextUndecided: unexpected,
      getPairs: unexpected,
      getPair: unexpected,
      getUndecided: unexpected,
      runCommand: unexpected,
      ...handlers,
    },
    post: (message) => posted.push(message),
    log: { error: (...entry) => logged.push(entry) },
  });
  return { posted, logged, route };
}

describe('createGalleryRouter', () => {
  it('replies with what the handler gives, under the id of the request', async () => {
    const { posted, route } = setUp({
      getRows: ({ viewVersion, start }) => Promise.resolve({ viewVersion, start, rows: [] }),
    });
    await route({ id: 7, request: { type: 'getRows', viewVersion: 3, start: 10, count: 5 } });
    assert.deepEqual(posted, [{ type: 'reply', id: 7, ok: { viewVersion: 3, start: 10, rows: [] } }]);
  });

  it('replies with the code and sentence of an error for people, without logging it as a bug', async () => {
    const { posted, logged, route } = setUp({
      openImage: () => Promise.reject(new AppError('view-changed', 'Look again.')),
    });
    await route({ id: 1, request: { type: 'openImage', viewVersion: 1, position: 0 } });
    assert.deepEqual(posted, [
      { type: 'reply', id: 1, error: { code: 'view-changed', message: 'Look again.' } },
    ]);
    assert.equal(logged.length, 0);
  });

  it('replies "internal" to a bug and logs it with its stack', async () => {
    const bug = new TypeError('x is undefined');
    const { posted, logged, route } = setUp({ ready: () => Promise.reject(bug) });
    await route({ id: 2, request: { type: 'ready' } });
    const [reply] = posted;
    assert.ok(reply?.type === 'reply' && 'error' in reply);
    assert.equal(reply.error.code, 'internal');
    assert.doesNotMatch(reply.error.message, /undefined/);
    assert.equal(logged[0]?.[1], bug);
  });

  it('survives a handler that throws at once', async () => {
    const { posted, route } = setUp({
      ready: () => {
        throw new Error('at once');
      },
    });
    await route({ id: 3, request: { type: 'ready' } });
    assert.equal(posted.length, 1);
  });

  it('answers what it does not understand, if it has an id', async () => {
    const { posted, logged, route } = setUp({});
    const garbage: unknown[] = [
      { id: 1, request: { type: 'format' } },
      { id: 2, request: { type: 'getRows', viewVersion: 1, start: -1, count: 1 } },
      { id: 3 },
      { id: '4', request: { type: 'ready' } },
      null,
      'ready',
    ];
    for (const message of garbage) await route(message);
    const replies = posted.map(
      (reply) => reply.type === 'reply' && 'error' in reply && [reply.id, reply.error.code],
    );
    assert.deepEqual(replies, [
      [1, 'bad-message'],
      [2, 'bad-message'],
      [3, 'bad-message'],
    ]);
    assert.equal(logged.length, garbage.length);
  });
});
