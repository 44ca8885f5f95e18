import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/appError';
import { asShortage } from '../../../src/core/shortage';

const failed = (code: string) => Object.assign(new Error(`${code}: no more`), { code });

describe('asShortage', () => {
  it('says in a sentence that the computer has run out of something', () => {
    for (const code of ['EMFILE', 'ENOMEM', 'ERR_WORKER_INIT_FAILED']) {
      const error = asShortage(failed(code));
      assert.ok(error instanceof AppError && error.code === 'system-short');
      assert.match(error.message, new RegExp(`\\(${code}: no more\\).*ulimit -n`));
    }
  });

  it('leaves all other errors as they are', () => {
    for (const error of [failed('ENOENT'), new Error('a bug'), new AppError('no-run', 'No run.'), 'text'])
      assert.equal(asShortage(error), error);
  });
});
