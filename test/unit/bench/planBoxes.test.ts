import assert from 'node:assert/strict';
import { DRAWINGS } from '../../../bench/boxes/drawBoxes';
import { drawClasses, planBoxes, type BoxesRequest } from '../../../bench/boxes/planBoxes';

const { easy, hard } = DRAWINGS;
const plan = (request: BoxesRequest, { layout } = easy as typeof easy | typeof hard) =>
  planBoxes(drawClasses(request), request, layout);

describe('the plan of drawn boxes', () => {
  const request = { boxes: 5000, classes: 5, wrong01: 0.08, empty01: 0.02, flips: [], seed: 3 };
  const boxes = plan(request).flat();

  it('is the same for the same seed', () => {
    assert.deepEqual(plan(request).flat(), boxes);
    assert.notDeepEqual(plan({ ...request, seed: 4 }).flat(), boxes);
  });

  it('has as many wrong boxes as asked for, and about as many empty ones', () => {
    assert.equal(boxes.length, 5000);
    assert.equal(boxes.filter(({ shown, given }) => shown >= 0 && shown !== given).length, 400);
    const empty = boxes.filter(({ shown }) => shown < 0).length;
    assert.ok(empty > 70 && empty < 130, `${empty}`);
  });

  it('has boxes around their objects, in the picture but for the slack', () => {
    for (const { centre, reach, box } of boxes) {
      const [x, y, width, height] = box;
      assert.ok(x > -4 && y > -4 && x + width < 260 && y + height < 260);
      assert.ok(Math.abs(x + width / 2 - centre[0]) < 0.13 * reach);
      assert.ok(Math.abs(width / 2 - reach) < 0.13 * reach && Math.abs(height / 2 - reach) < 0.13 * reach);
    }
  });

  it('keeps hard boxes in the picture, too, loose and of every size', () => {
    const all = plan(request, hard).flat();
    for (const { box } of all) {
      const [x, y, width, height] = box;
      assert.ok(x >= 0 && y >= 0 && x + width <= 256 + 1e-9 && y + height <= 256 + 1e-9);
      assert.ok(width > 0 && height > 0);
    }
    assert.ok(all.some(({ reach }) => reach < 9) && all.some(({ reach }) => reach > 29));
  });

  it('gives half of the wrong boxes a class that looks alike', () => {
    const flips = Array.from({ length: 5 }, (_, from) => ({ from, to: (from + 1) % 5 }));
    const wrong = plan({ ...request, flips }, hard)
      .flat()
      .filter(({ shown, given }) => shown >= 0 && shown !== given);
    const alike = wrong.filter(({ shown, given }) => given === (shown + 1) % 5).length;
    assert.equal(wrong.length, 400);
    // All of one half, and a quarter of the other.
    assert.ok(alike > 220 && alike < 280, `${alike}`);
  });

  it('has no two objects in one place', () => {
    for (const picture of plan(request)) {
      const cells = picture.map(({ centre: [x, y] }) => `${Math.floor(x / 64)} ${Math.floor(y / 64)}`);
      assert.equal(new Set(cells).size, picture.length);
    }
  });
});
