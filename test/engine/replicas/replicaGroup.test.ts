import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { shardOf, SOLE_REPLICA } from '../../../src/ml/replicas/replicaGroup';
import { COUNTERS, createReplicaSeats, type ReplicaSeat } from '../../../src/ml/replicas/sharedReplicaGroup';
import { bundleFixture } from '../../fixtures/bundleFixture';

describe('a group of replicas', () => {
  let folder: string;
  let workerFile: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-group-'));
    workerFile = await bundleFixture(path.join(__dirname, 'fixtures', 'replicaGroup.ts'), folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const start = (seat: ReplicaSeat) => new Worker(workerFile, { workerData: seat, transferList: seat.ports });

  for (const size of [1, 2, 3, 5])
    it(`of ${size} sums, gathers and hands out, each call for all alike`, async () => {
      const workers = createReplicaSeats(size).map(start);
      const all = await Promise.all(workers.map((worker) => once(worker, 'message')));
      assert.deepEqual(all, Array(size).fill(['alike']));
      await Promise.all(workers.map((worker) => worker.terminate()));
    });

  it('can be ended while some wait for one that never comes', async () => {
    const [absent, ...seats] = createReplicaSeats(4);
    const waiting = seats.map(start);
    while (Atomics.load(absent!.counters, COUNTERS.arrived) < waiting.length)
      await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await Promise.all(waiting.map((worker) => worker.terminate())), [1, 1, 1]);
  });

  it('of one keeps to itself', () => {
    const values = Float32Array.of(1, 2);
    assert.deepEqual(
      SOLE_REPLICA.sum(2, (into) => into.set(values)),
      values,
    );
    assert.equal(
      SOLE_REPLICA.broadcast(() => 3),
      3,
    );
    assert.deepEqual(SOLE_REPLICA.allocate(2), new Float32Array(2));
  });
});

describe('shardOf', () => {
  it('deals all places out, in order, in parts that differ by one at most', () => {
    for (let size = 1; size <= 6; size++)
      for (let count = 0; count <= 20; count++) {
        let next = 0;
        for (let rank = 0; rank < size; rank++) {
          const { from, to } = shardOf(count, { rank, size });
          assert.equal(from, next);
          assert.ok(to - from >= Math.floor(count / size) && to - from <= Math.ceil(count / size));
          next = to;
        }
        assert.equal(next, count);
      }
  });
});
