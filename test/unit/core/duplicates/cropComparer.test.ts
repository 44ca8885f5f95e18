import assert from 'node:assert/strict';
import { createCropComparer } from '../../../../src/core/duplicates/cropComparer';
import { createRng } from '../../../../src/core/rng';
import { drawPicture, toTensor, type Picture } from './drawTextures';

const rng = createRng(3);
const picture = drawPicture(rng);
const other = drawPicture(rng);

/** What is to be seen in a square part of a picture. */
const partOf =
  (whole: Picture, left: number, top: number, scale: number): Picture =>
  (x, y, channel) =>
    whole(left + scale * x, top + scale * y, channel);

describe('createCropComparer', () => {
  const isCopyOf = (changed: Picture, channels: 1 | 3 = 3) => {
    const isCopy = createCropComparer(toTensor([picture, changed], { channels }));
    assert.equal(isCopy(0, 1), isCopy(1, 0), 'whichever comes first');
    return isCopy(0, 1);
  };

  it('finds parts of a picture, wherever they were cut out', () => {
    for (const channels of [1, 3] as const)
      for (const scale of [1, 0.95, 0.9, 0.8, 0.73])
        for (const place of [0, 0.4, 1]) {
          const rest = 1 - scale;
          assert.ok(
            isCopyOf(partOf(picture, place * rest, (1 - place) * rest, scale), channels),
            `${scale} of the sides, at ${place}`,
          );
        }
  });

  it('takes other brightness and contrast for the same', () => {
    assert.ok(isCopyOf((x, y, channel) => 20 + 0.8 * partOf(picture, 0.1, 0, 0.9)(x, y, channel)));
  });

  it('tells other pictures apart', () => {
    assert.ok(!isCopyOf(other));
    assert.ok(!isCopyOf((x, y, channel) => (x > 0.3 ? other : picture)(x, y, channel)));
    assert.ok(!isCopyOf(() => 90));
  });

  it('takes a mirrored picture for another one', () => {
    assert.ok(!isCopyOf((x, y, channel) => picture(1 - x, y, channel)));
  });

  it('takes the same shapes in another colour for another picture', () => {
    const tinted: Picture = (x, y, channel) => picture(x, y, channel) + [30, 0, -30][channel]!;
    assert.ok(!isCopyOf(tinted));
    assert.ok(!isCopyOf(partOf(tinted, 0.1, 0.1, 0.85)));
  });

  it('takes a small change in one place for another picture', () => {
    const withDisc: Picture = (x, y, channel) =>
      picture(x, y, channel) + ((x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.015 ? 60 : 0);
    assert.ok(!isCopyOf(withDisc));
  });
});
