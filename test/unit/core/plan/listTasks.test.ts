import assert from 'node:assert/strict';
import {
  closenessPart,
  IMAGES_OF_PART,
  listTasks,
  listWork,
  taskId,
} from '../../../../src/core/plan/listTasks';

const shard = (first: number, count: number) => ({ first, count, bytes: 1, key: '' });

describe('listTasks', () => {
  const plan = {
    images: 300,
    trainings: [
      { by: 'encoder' as const, models: 2 },
      { by: 'network' as const, models: 1 },
    ],
    shards: [shard(0, 200), shard(200, 100)],
    imagesOfPart: IMAGES_OF_PART,
    dataset: { classes: ['a', 'b'] },
  };

  it('names every task once, each after those that it needs', () => {
    const seen = new Set<string>();
    for (const { id, needs } of listTasks(plan)) {
      for (const needed of needs) assert.ok(seen.has(needed), `${id} needs ${needed}`);
      assert.ok(!seen.has(id));
      seen.add(id);
    }
    assert.deepEqual(
      [...seen],
      [
        ...['shard-0000', 'shard-0001', 'inputs', 'copies', 'head-0', 'head-1', 'network-0'],
        ...['closeness-0000', 'merge'],
      ],
    );
  });

  it('says what each needs, and how much there is to do', () => {
    const byId = new Map(listTasks(plan).map((task) => [task.id, task]));
    const needsOf = (id: string) => byId.get(id)?.needs;
    assert.deepEqual(needsOf('shard-0001'), []);
    assert.deepEqual(needsOf('inputs'), ['shard-0000', 'shard-0001']);
    assert.deepEqual(needsOf('copies'), ['shard-0000', 'shard-0001']);
    assert.deepEqual(needsOf('network-0'), ['inputs']);
    assert.deepEqual(needsOf('closeness-0000'), ['inputs', 'copies']);
    assert.equal(byId.get('shard-0001')?.images, 100);
    assert.equal(byId.get('head-1')?.images, 300);
  });

  it('asks for the memory that was measured, and for that of the predictions of each class', () => {
    const memoryMb = (images: number, classes: number) => {
      const dataset = { classes: Array.from({ length: classes }, (_, k) => `${k}`) };
      return new Map(listTasks({ ...plan, images, dataset }).map((task) => [task.id, task.memoryMb]));
    };
    const tenMillion = memoryMb(10_000_000, 10);
    // bench/scaling/measured.ts: 600, 1,200 and 1,800 bytes an image and 100 MB.
    assert.ok(tenMillion.get('copies')! >= 6_100, 'copies');
    assert.ok(tenMillion.get('inputs')! >= 12_100, 'inputs');
    assert.ok(tenMillion.get('merge')! >= 18_100, 'merge');
    const predictionsMb = (1_280_000 * 1000 * 4) / 2 ** 20;
    const imageNet = memoryMb(1_280_000, 1000);
    assert.ok(imageNet.get('head-0')! > predictionsMb);
    assert.ok(imageNet.get('merge')! > 3 * predictionsMb);
    assert.equal(memoryMb(300, 1000).get('copies'), memoryMb(300, 10).get('copies'));
  });

  it('compares nothing where there are no embeddings', () => {
    const ids = listWork({ ...plan, trainings: [{ by: 'network', models: 2 }] }).map(taskId);
    assert.deepEqual(ids.slice(2), ['inputs', 'copies', 'network-0', 'network-1', 'merge']);
  });

  it('compares very many images in parts, which end where fewer can be judged', () => {
    const ids = listWork({ ...plan, images: 500_000 }).map(taskId);
    assert.deepEqual(
      ids.filter((id) => id.startsWith('closeness')),
      ['closeness-0000', 'closeness-0001', 'closeness-0002'],
    );
    const many = { ...plan, images: 500_000 };
    const { to } = closenessPart(0, many);
    assert.equal(closenessPart(1, many).from, to);
    assert.equal(to % 96, 0, 'whole blocks');
    assert.deepEqual(closenessPart(2, { ...plan, images: 100 }), { from: 100, to: 100 });
  });
});
