import assert from 'node:assert/strict';
import { createScanMemory } from '../../../../src/host/scan/scanMemory';

function setUp() {
  const values = new Map<string, unknown>();
  return createScanMemory({
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => {
      // As VS Code does on disk.
      values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  } as Parameters<typeof createScanMemory>[0]); // `get` with a default is not used
}

describe('the memory of searches', () => {
  it('knows nothing at first', () => {
    const memory = setUp();
    assert.equal(memory.lastRoot(), undefined);
    assert.deepEqual(memory.answersFor('/pets', 'balanced'), { preset: 'balanced' });
  });

  it('remembers the last folder, and of each folder preset and labels', async () => {
    const memory = setUp();
    const labels = { labels: { file: '/pets/labels.csv', labelColumn: 'label' } };
    await memory.remember({ root: '/pets', preset: 'fast', labels }, 'balanced');
    await memory.remember({ root: '/flowers', preset: 'thorough', labels: {} }, 'balanced');
    await memory.remember({ root: '/asked-later', preset: 'fast' }, 'balanced');
    assert.equal(memory.lastRoot(), '/asked-later');
    assert.deepEqual(memory.answersFor('/pets', 'balanced'), { preset: 'fast', labels });
    assert.deepEqual(memory.answersFor('/flowers', 'balanced'), { preset: 'thorough', labels: {} });
    assert.deepEqual(memory.answersFor('/asked-later', 'balanced'), { preset: 'fast' });
  });

  it('gives way to a setting that was changed since', async () => {
    const memory = setUp();
    await memory.remember({ root: '/pets', preset: 'fast' }, 'balanced');
    assert.equal(memory.answersFor('/pets', 'thorough').preset, 'thorough');
  });
});
