import assert from 'node:assert/strict';
import fc from 'fast-check';
import { divideIntoShards, usualShards } from '../../../../src/core/plan/divideIntoShards';

const MB = 1024 * 1024;

describe('divideIntoShards', () => {
  it('gives every image to one shard, and none is empty', () => {
    const cases = fc.record({
      bytes: fc.array(fc.integer({ min: 0, max: 5 * MB }), { minLength: 1, maxLength: 60 }),
      shards: fc.integer({ min: 1, max: 80 }),
    });
    fc.assert(
      fc.property(cases, ({ bytes, shards }) => {
        const ranges = divideIntoShards(Float64Array.from(bytes), shards);
        assert.equal(ranges.length, Math.min(shards, bytes.length));
        let next = 0;
        for (const { from, to } of ranges) {
          assert.equal(from, next);
          assert.ok(to > from);
          next = to;
        }
        assert.equal(next, bytes.length);
      }),
      { seed: 4 },
    );
  });

  it('makes shards of about equal bytes', () => {
    const bytes = Float64Array.from({ length: 1000 }, (_, image) => (image < 500 ? 100_000 : 300_000));
    const sizes = divideIntoShards(bytes, 4).map(({ from, to }) =>
      bytes.subarray(from, to).reduce((sum, size) => sum + size + 32 * 1024, 0),
    );
    const mean = sizes.reduce((sum, size) => sum + size, 0) / 4;
    for (const size of sizes) assert.ok(Math.abs(size - mean) < 400_000, `${size} beside ${mean}`);
  });
});

describe('usualShards', () => {
  const images = (count: number, size: number) => new Float64Array(count).fill(size);

  it('is one for a few images, and grows with their bytes and their number', () => {
    assert.equal(usualShards(images(500, 20_000)), 1);
    assert.equal(usualShards(images(1280, 0.1 * MB)), 2);
    assert.equal(usualShards(images(20_480, 300)), 10);
  });

  it('stays in the thousands', () => {
    assert.equal(usualShards(images(5_000_000, 100_000)), 2000);
  });
});
