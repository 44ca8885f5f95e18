import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FoldWorkerData } from '../../../src/ml/train/foldProtocol';
import { WorkerPool } from '../../../src/ml/train/workerPool';

describe('a pool of training threads', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-pool-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('hears of a thread that dies while all are ended, as of a group that another has left', async () => {
    const file = path.join(folder, 'idle.js');
    await writeFile(
      file,
      `const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ type: 'idle' }); setInterval(() => {}, 1000);`,
    );
    const pool = new WorkerPool(file);
    const messages = pool.messages(new AbortController().signal)[Symbol.asyncIterator]();
    pool.add({} as FoldWorkerData); // nothing is trained
    const first = await messages.next();
    assert.ok(first.done !== true);
    const [worker] = first.value;
    const ended = pool.dispose();
    worker.emit('error', new RangeError('out of luck'));
    await ended;
  });
});
