import assert from 'node:assert/strict';
import { placeAfter } from '../../../src/review/placeAfter';
import { sampleResults, sampleRun } from './sampleRun';
import { sampleSession } from './sampleSession';

const sessionOf = (...paths: readonly string[]) => {
  const results = sampleResults(...paths.map((path) => [path, 'cat', 'dog'] as const));
  return sampleSession({ ...sampleRun(results), id: paths.join() }, results).session;
};

describe('placeAfter', () => {
  const before = sessionOf('a', 'b', 'c', 'd');
  const after = sessionOf('d', 'x', 'c', 'a');
  const at = (focus: number, selection: [number, number][] = [], viewVersion = before.viewVersion) =>
    placeAfter(before, after, { viewVersion, focus, selection });

  it('stays at the same image', () => {
    assert.deepEqual(at(0), { focus: 3, isSameImage: true, selection: [] });
    assert.deepEqual(at(3), { focus: 0, isSameImage: true, selection: [] });
  });

  it('goes to the first image after it where it has gone', () => {
    assert.deepEqual(at(1), { focus: 2, isSameImage: false, selection: [] });
  });

  it('goes to the end where none after it is left', () => {
    const left = placeAfter(before, sessionOf('x', 'a'), { viewVersion: 1, focus: 2, selection: [] });
    assert.deepEqual(left, { focus: 1, isSameImage: false, selection: [] });
    const none = placeAfter(before, sessionOf(), { viewVersion: 1, focus: 2, selection: [] });
    assert.deepEqual(none, { focus: 0, isSameImage: false, selection: [] });
  });

  it('keeps what is left of the selection', () => {
    const selection: [number, number][] = [
      [0, 3],
      [3, 9],
    ];
    assert.deepEqual(at(0, selection).selection, [
      [0, 1],
      [2, 4],
    ]);
  });

  it('knows nothing of a place in another view', () => {
    const start = { focus: 0, isSameImage: false, selection: [] };
    assert.deepEqual(at(3, [], 7), start);
    assert.deepEqual(placeAfter(undefined, after, { viewVersion: 1, focus: 3, selection: [] }), start);
  });
});
