import assert from 'node:assert/strict';
import { createPalette } from '../../../../src/cli/progress/palette';
import { progressBar } from '../../../../src/cli/progress/progressBar';
import type { Progress } from '../../../../src/core/run/progress';

const TRAINING = {
  phase: 'train',
  fold: 2,
  folds: 4,
  epoch: 3,
  epochs: 12,
  done: 599,
  total: 1000,
  imagesPerSecond: 512,
} as const;

describe('the progress bar', () => {
  const draw = (columns: number, progress: Progress = TRAINING, hasColours = false) =>
    progressBar(progress, 61, { columns, marks: ['#', '-'], palette: createPalette(hasColours) });

  it('says phase, share, time left and, where there is room, all that is known', () => {
    const bar = `${'#'.repeat(17)}${'-'.repeat(13)}`;
    assert.equal(
      draw(140),
      `Training the network  ${bar}   59%  1 min left  fold 2 of 4, epoch 3 of 12, 512 images/s`,
    );
  });

  it('never says that it is done before it is, nor draws more than there is to do', () => {
    assert.match(draw(100, { ...TRAINING, done: 9999, total: 10_000 }), /#- {3}99%/);
    assert.match(draw(100, { ...TRAINING, done: 10_000, total: 10_000 }), /# {2}100%/);
    assert.match(draw(100, { ...TRAINING, done: 12_000, total: 10_000 }), /# {2}100%/);
    assert.match(draw(100, { ...TRAINING, done: 0 }), /network {2}-+ {4}0%/);
  });

  it('gives up details, bar, time and the end of the phase, in this order', () => {
    assert.match(draw(80), /^Training the network {2}#+-+ {3}59% {2}1 min left {2}fold 2 of 4$/);
    assert.match(draw(52), /^Training the network {2}#+-+ {3}59% {2}1 min left$/);
    assert.equal(draw(42), 'Training the network   59%  1 min left');
    assert.equal(draw(32), 'Training the network   59%');
    assert.equal(draw(20), 'Training the…   59%');
  });

  it('leaves the last column free, however wide the terminal is', () => {
    for (let columns = 1; columns < 200; columns++)
      for (const progress of [TRAINING, { phase: 'discover', images: 1234 }, { phase: 'detect' }] as const)
        assert.ok(draw(columns, progress).length < Math.max(columns, 8), `${columns} columns`);
  });

  it('says nothing of the time left of work that is done', () => {
    const look = { columns: 80, marks: ['#', '-'], palette: createPalette(false) } as const;
    const done = { phase: 'write', done: 10, total: 10 } as const;
    assert.match(progressBar(done, 0, look), /100% {2}10 of 10$/);
    assert.match(progressBar({ ...done, done: 9 }, 0.4, look), /90% {2}a few seconds left/);
  });

  it('shows no bar of work whose length is not known', () => {
    const images = { phase: 'discover', images: 12_345 } as const;
    const look = { columns: 80, marks: ['#', '-'], palette: createPalette(false) } as const;
    assert.equal(progressBar(images, undefined, look), 'Finding images  12,345 found');
  });

  it('is as long with colours as without', () => {
    assert.equal(draw(90, TRAINING, true).replaceAll(/\x1b\[\d+m/g, ''), draw(90));
  });
});
