import assert from 'node:assert/strict';
import { findExchangedClasses } from '../../../../src/core/dataset/exchangedColumns';
import { createRng } from '../../../../src/core/rng';

describe('columns that are exchanged', () => {
  /** Images of each class, `sure` of them predicted as `columnOf` says and the others as any class. */
  const found = (perClass: readonly number[], columnOf: (label: number) => number, sure = 0.85) => {
    const columns = perClass.length;
    const random = createRng(7);
    const labels = Int32Array.from(perClass.flatMap((count, label) => Array<number>(count).fill(label)));
    const data = new Float32Array(labels.length * columns);
    labels.forEach((label, row) => {
      const predicted = random.next01() < sure ? columnOf(label) : Math.floor(random.next01() * columns);
      data[row * columns + predicted] = 1;
    });
    return findExchangedClasses(labels, { data, rows: labels.length, columns })
      .map(({ given, predicted }) => [given, predicted])
      .sort(([a = 0], [b = 0]) => a - b);
  };
  const exchange =
    (...circle: readonly number[]) =>
    (label: number) =>
      circle.includes(label) ? circle[(circle.indexOf(label) + 1) % circle.length]! : label;
  const ten = Array<number>(10).fill(12);

  it('are found where two, three or all are', () => {
    assert.deepEqual(found(ten, exchange(2, 3)), [
      [2, 3],
      [3, 2],
    ]);
    assert.deepEqual(found(ten, exchange(1, 8, 4)), [
      [1, 8],
      [4, 1],
      [8, 4],
    ]);
    assert.equal(found(ten, (label) => (label + 1) % 10).length, 10);
    assert.equal(found(ten, (label) => 9 - label).length, 10);
    const many = Array<number>(500).fill(10);
    assert.equal(found(many, exchange(100, 317), 0.95).length, 2);
  });

  it('are found in a few images where the model is good at all others', () => {
    const three = Array<number>(8).fill(3);
    assert.equal(found(three, exchange(2, 3), 1).length, 2);
    assert.deepEqual(found(three, exchange(2, 3), 0.4), []);
  });

  it('are found where labels count from 1 and columns from 0', () => {
    const withoutFirst = [0, 20, 20, 20, 20];
    assert.equal(found(withoutFirst, (label) => label - 1).length, 4);
  });

  it('are not found where a model is right, weak, or takes one class for another', () => {
    assert.deepEqual(
      found(ten, (label) => label),
      [],
    );
    assert.deepEqual(
      found(ten, (label) => label, 0.3),
      [],
    );
    assert.deepEqual(
      found(ten, () => 4),
      [],
    );
    assert.deepEqual(
      found(ten, (label) => (label === 3 ? 5 : label)),
      [],
    );
    assert.deepEqual(found([1, 1, 1, 1], exchange(0, 1)), []);
  });
});
