import assert from 'node:assert/strict';
import * as v from 'valibot';
import { AppError } from '../../../src/core/appError';
import {
  NO_PARAMS,
  RequestError,
  answerRequests,
  createAsker,
  type Handlers,
  type ReplyMessage,
  type RequestMessage,
  type RequestSchemas,
} from '../../../src/shared/requests';

interface SampleRequests {
  hello(): string;
  add(params: { left: number; right: number }): number;
}

const SCHEMAS: RequestSchemas<SampleRequests> = {
  hello: NO_PARAMS,
  add: v.object({ left: v.number(), right: v.pipe(v.number(), v.integer()) }),
};

const HANDLERS: Handlers<SampleRequests> = {
  hello: () => Promise.resolve('hello'),
  add: ({ left, right }) => Promise.resolve(left + right),
};

function setUp(handlers: Partial<Handlers<SampleRequests>> = {}) {
  const posted: ReplyMessage[] = [];
  const invalid: string[] = [];
  const failed: unknown[] = [];
  const answer = answerRequests<SampleRequests>({
    schemas: SCHEMAS,
    handlers: { ...HANDLERS, ...handlers },
    post: (reply) => posted.push(reply),
    toReplyError: (error, name) => {
      failed.push(error);
      return error instanceof AppError
        ? { code: error.code, message: error.message }
        : { code: 'internal', message: `${name} failed` };
    },
    onInvalid: (text) => invalid.push(text),
  });
  return { posted, invalid, failed, answer };
}

/** Both sides, with a wire between them that carries what survives as JSON. */
function connect(handlers: Partial<Handlers<SampleRequests>> = {}) {
  const { answer, posted } = setUp(handlers);
  const sent: RequestMessage[] = [];
  const asker = createAsker<SampleRequests>((message) => sent.push(message));
  const carry = async (): Promise<void> => {
    for (const message of sent.splice(0)) await answer(JSON.parse(JSON.stringify(message)));
    for (const reply of posted.splice(0).reverse()) asker.receive(JSON.parse(JSON.stringify(reply)));
  };
  return { asker, carry };
}

describe('requests', () => {
  it('give each reply to its request, in any order', async () => {
    const { asker, carry } = connect();
    const both = Promise.all([asker.ask('hello'), asker.ask('add', { left: 2, right: 3 })]);
    await carry();
    assert.deepEqual(await both, ['hello', 5]);
  });

  it('reject with the code and sentence that the other side has given', async () => {
    const { asker, carry } = connect({
      hello: () => Promise.reject(new AppError('view-changed', 'Look again.')),
    });
    const asked = asker.ask('hello');
    await Promise.all([
      carry(),
      assert.rejects(
        asked,
        (error) =>
          error instanceof RequestError && error.code === 'view-changed' && error.message === 'Look again.',
      ),
    ]);
  });

  it('are all answered when the side that asks goes', async () => {
    const { asker } = connect();
    const open = asker.ask('hello');
    asker.close();
    await assert.rejects(open, (error) => error instanceof RequestError && error.code === 'page-closed');
  });

  it('ignore replies that are none, and those to no request', async () => {
    const { asker, carry } = connect();
    for (const garbage of [null, 7, {}, { type: 'reply' }, { type: 'reply', id: 99, ok: 1 }])
      asker.receive(garbage);
    const asked = asker.ask('hello');
    await carry();
    assert.equal(await asked, 'hello');
  });
});

describe('answerRequests', () => {
  it('replies with what the handler gives, under the id of the request', async () => {
    const { posted, answer } = setUp();
    await answer({ id: 7, name: 'add', params: { left: 1, right: 2 } });
    assert.deepEqual(posted, [{ type: 'reply', id: 7, ok: 3 }]);
  });

  it('survives a handler that throws at once', async () => {
    const bug = new TypeError('x is undefined');
    const { posted, failed, answer } = setUp({
      hello: () => {
        throw bug;
      },
    });
    await answer({ id: 3, name: 'hello' });
    assert.deepEqual(posted, [
      { type: 'reply', id: 3, error: { code: 'internal', message: 'hello failed' } },
    ]);
    assert.deepEqual(failed, [bug]);
  });

  it('answers what it does not understand, if it has an id', async () => {
    const { posted, invalid, answer } = setUp();
    const garbage: unknown[] = [
      { id: 1, name: 'format' },
      { id: 2, name: 'add', params: { left: 1, right: 0.5 } },
      { id: 3 },
      { id: 4, name: 'toString' },
      { id: 5, name: 'hello', params: {} },
      { id: '6', name: 'hello' },
      null,
      'hello',
    ];
    for (const message of garbage) await answer(message);
    assert.deepEqual(
      posted.map((reply) => 'error' in reply && [reply.id, reply.error.code]),
      [1, 2, 3, 4, 5].map((id) => [id, 'bad-message']),
    );
    assert.equal(invalid.length, garbage.length);
  });
});
