import assert from 'node:assert/strict';
import { labelsToIndices } from '../../../../src/core/dataset/labelsToIndices';

describe('labels as indices of columns', () => {
  it('tell whether columns were named, and which are spelt otherwise', () => {
    const labels = ['ant', 'bee'];
    const told = (request: {
      readonly classes?: readonly string[];
      readonly columnNames?: readonly string[];
    }) => {
      const { isNamed, respelt } = labelsToIndices({ labels, columns: 2, ...request });
      return [isNamed, respelt];
    };
    assert.deepEqual(told({ classes: ['bee', 'ant'] }), [true, []]);
    assert.deepEqual(told({ columnNames: ['ant', 'bee'] }), [true, []]);
    assert.deepEqual(told({ columnNames: ['prob_ant', 'bee'] }), [true, [0]]);
    assert.deepEqual(told({ columnNames: ['Bee', 'Ant'] }), [true, [0, 1]]);
    assert.deepEqual(told({ columnNames: ['0', '1'] }), [false, []]);
    assert.deepEqual(told({}), [false, []]);
  });

  const eleven = Array.from({ length: 11 }, (_, label) => label);

  it('sort numbers by their value, from whatever they count', () => {
    for (const write of [
      (label: number) => `${label}`,
      (label: number) => `${label + 1}`,
      (label: number) => `${label}.0`,
    ]) {
      const { classes, labels } = labelsToIndices({ labels: eleven.map(write), columns: 11 });
      assert.deepEqual([...labels], eleven);
      assert.deepEqual(classes, eleven.map(write));
    }
  });

  it('go by a header that names them, in another spelling too', () => {
    const named = labelsToIndices({ labels: ['Bee', 'ant'], columns: 3, columnNames: ['ant', 'bee', 'cow'] });
    assert.deepEqual([...named.labels], [1, 0]);
    const fromOne = labelsToIndices({ labels: ['1', '2'], columns: 3, columnNames: ['1', '2', '3'] });
    assert.deepEqual([...fromOne.labels], [0, 1]);
    const indices = labelsToIndices({ labels: ['0', '2'], columns: 3, columnNames: ['ant', 'bee', 'cow'] });
    assert.deepEqual(
      [indices.classes, [...indices.labels]],
      [
        ['ant', 'bee', 'cow'],
        [0, 2],
      ],
    );
    assert.throws(
      () => labelsToIndices({ labels: ['ant', 'dog'], columns: 2, columnNames: ['ant', 'bee'] }),
      /label 'dog' is the name of no column .*\(ant, bee\)/,
    );
    const columnNames = ['a', 'b', 'c', 'd', 'e', 'f'];
    assert.throws(
      () => labelsToIndices({ labels: ['a', 'dog'], columns: 6, columnNames }),
      /'dog' is the name of no column .*\(a, b, c, d, e, …\)/,
    );
  });
});
