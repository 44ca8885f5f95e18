import assert from 'node:assert/strict';
import { findDisagreeingRows } from '../../../../src/core/dataset/disagreeingRows';
import { createRng } from '../../../../src/core/rng';

describe('rows that disagree with the labels', () => {
  const rows = (count: number, wrongAt: (row: number) => number, classes = 10) => {
    const random = createRng(3);
    const any = (most: number) => Math.floor(random.next01() * most);
    const given = Int32Array.from({ length: count }, () => any(classes));
    const predicted = given.map((label, row) =>
      random.next01() < wrongAt(row) ? (label + 1 + any(classes - 1)) % classes : label,
    );
    return { given, predicted };
  };

  it('are found where they follow one another', () => {
    const shifted = findDisagreeingRows(rows(1000, (row) => (row >= 700 ? 0.9 : 0.05)))!;
    assert.ok(Math.abs(shifted.first - 700) < 5 && shifted.last > 990, JSON.stringify(shifted));
    const exchanged = findDisagreeingRows(rows(80, (row) => (row >= 30 && row < 50 ? 1 : 0.04)))!;
    assert.ok(exchanged.first >= 27 && exchanged.last <= 53 && exchanged.share01 > 0.9);
    assert.ok(exchanged.elsewhere01 < 0.1);
  });

  it('are found where they were shuffled, and every second or third agrees by chance', () => {
    for (const classes of [2, 3]) {
      const half = findDisagreeingRows(rows(300, (row) => (row >= 150 ? 1 - 1 / classes : 0.1), classes))!;
      assert.ok(Math.abs(half.first - 150) < 12 && half.last > 285, JSON.stringify(half));
      assert.ok(half.elsewhere01 < 0.2);
    }
  });

  it('are not found where a few wrong labels are neighbours', () => {
    const given = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / 20));
    const predicted = given.map((label, row) => (row >= 18 && row < 22 ? (label + 1) % 3 : label));
    assert.equal(findDisagreeingRows({ given, predicted }), undefined);
  });

  it('are not found where wrong labels are spread, few or many', () => {
    for (const noise of [0, 0.05, 0.2, 0.4, 0.9])
      for (const count of [20, 300, 100_000])
        for (const classes of [2, 10])
          assert.equal(
            findDisagreeingRows(rows(count, () => noise, classes)),
            undefined,
            `${count} ${noise}`,
          );
  });

  it('are not found in classes, one after the other, of which one is much harder than the others', () => {
    const { given, predicted } = rows(400, (row) => (row >= 200 ? 0.45 : 0.05), 2);
    const sorted = given.map((_, row) => (row >= 200 ? 1 : 0));
    const asWrong = sorted.map((label, row) => (given[row] === predicted[row] ? label : 1 - label));
    assert.equal(findDisagreeingRows({ given: sorted, predicted: asWrong }), undefined);
  });
});
