import assert from 'node:assert/strict';
import { parseBenchFlags, type BenchGrid } from '../../../bench/detection/benchFlags';
import { ScriptError } from '../../../scripts/scriptError';

const DEFAULTS: BenchGrid = {
  datasets: ['mnist'],
  noises: ['uniform'],
  rates: [0.2],
  presets: ['balanced'],
  losses: ['default'],
  seeds: [1],
  count: 6000,
};

describe('parseBenchFlags', () => {
  it('has the bench’s own lists where none is given', () => {
    const { grid, scanFlags, keep } = parseBenchFlags([], DEFAULTS);
    assert.deepEqual(grid, DEFAULTS);
    assert.deepEqual(scanFlags, []);
    assert.equal(keep, undefined);
  });

  it('takes a list for everything, and passes on what follows --', () => {
    const lists = '--datasets fashion-mnist,mnist --noises asymmetric --rates 0.1,0.4 --presets paper,fast';
    const others = '--losses blurry,default --seeds 1,2,3 --count all --keep kept.jsonl -- --epochs 2 --json';
    const { grid, scanFlags, keep } = parseBenchFlags(`${lists} ${others}`.split(' '), DEFAULTS);
    assert.deepEqual(grid, {
      datasets: ['fashion-mnist', 'mnist'],
      noises: ['asymmetric'],
      rates: [0.1, 0.4],
      presets: ['paper', 'fast'],
      losses: ['blurry', 'default'],
      seeds: [1, 2, 3],
      count: undefined,
    });
    assert.deepEqual(scanFlags, ['--epochs', '2', '--json']);
    assert.equal(keep, 'kept.jsonl');
  });

  for (const [flag, value] of [
    ['--losses', 'huber'],
    ['--rates', '0.1,two'],
    ['--rates', '1.5'],
    ['--count', '0'],
    ['--seeds', ''],
    ['--colour', 'red'],
  ] as const)
    it(`refuses ${flag} '${value}' in a sentence`, () => {
      assert.throws(() => parseBenchFlags([flag, value], DEFAULTS), ScriptError);
    });
});
