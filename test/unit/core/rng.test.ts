import assert from 'node:assert/strict';
import { createRng, type RngState } from '../../../src/core/rng';

describe('createRng', () => {
  it('repeats itself for the same seed and stream, and differs for others', () => {
    const draw = (seed: number, stream?: number) => {
      const rng = createRng(seed, stream);
      return Array.from({ length: 5 }, () => rng.next01());
    };
    assert.deepEqual(draw(1), draw(1));
    assert.deepEqual(draw(1), draw(1, 0));
    const firsts = [
      draw(1),
      draw(2),
      draw(1, 1),
      draw(2, 1),
      draw(-1),
      draw(2 ** 32 + 1),
      draw(0),
      draw(0.5),
    ];
    assert.equal(new Set(firsts.slice(0, 7).map((values) => values.join())).size, 7);
    assert.ok(firsts.flat().every((value) => value >= 0 && value < 1));
  });

  it('keeps its sequence from version to version', () => {
    const rng = createRng(42);
    assert.deepEqual(
      Array.from({ length: 4 }, () => rng.nextInt(1000)),
      [53, 793, 932, 346],
    );
  });

  it('draws integers evenly', () => {
    const rng = createRng(3);
    const counts = new Int32Array(7);
    for (let draw = 0; draw < 70_000; draw++) counts[rng.nextInt(7)]!++;
    // Six standard deviations of a count around its mean of 10,000.
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 6 * 93, `${count}`);
    assert.equal(rng.nextInt(1), 0);
    assert.ok(rng.nextInt(2 ** 32) < 2 ** 32);
    for (const bound of [0, -1, 1.5, NaN, 2 ** 33]) assert.throws(() => rng.nextInt(bound), RangeError);
  });

  it('draws normals with mean 0, variance 1, and a third beyond one standard deviation', () => {
    const rng = createRng(4);
    const values = Array.from({ length: 50_000 }, () => rng.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    const beyond = values.filter((value) => Math.abs(value) > 1).length / values.length;
    assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.04, `${mean} ${variance}`);
    assert.ok(Math.abs(beyond - 0.3173) < 0.013, `${beyond}`);
  });

  it('shuffles in place, every order equally often', () => {
    const rng = createRng(5);
    const counts = new Map<string, number>();
    for (let round = 0; round < 12_000; round++) {
      const values = Int32Array.of(1, 2, 3);
      rng.shuffle(values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const count of counts.values()) assert.ok(Math.abs(count - 2000) < 6 * 41, `${count}`);
    rng.shuffle(new Int32Array(0));
  });

  it('gives streams that do not follow each other', () => {
    const [a, b] = [createRng(6, 0), createRng(6, 1)];
    let product = 0;
    for (let draw = 0; draw < 20_000; draw++) product += (a.next01() - 0.5) * (b.next01() - 0.5);
    // The mean of independent products is 0 with a standard deviation of (1/12) / √20000.
    assert.ok(Math.abs(product / 20_000) < (6 / 12) * 0.00708, `${product / 20_000}`);
  });

  it('goes on from a state as the generator that it is of', () => {
    const one = createRng(5, 2);
    one.normal();
    const other = createRng(9);
    other.normal();
    other.setState(JSON.parse(JSON.stringify(one.getState())) as RngState);
    for (let i = 0; i < 20; i++) {
      assert.equal(other.normal(), one.normal());
      assert.equal(other.nextInt(1000), one.nextInt(1000));
    }
  });
});
