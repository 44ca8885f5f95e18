import assert from 'node:assert/strict';
import { PICTURE_SIZE, planBoxes } from '../../../bench/boxes/planBoxes';

describe('the plan of drawn boxes', () => {
  const request = { boxes: 5000, classes: 5, wrong01: 0.08, empty01: 0.02, seed: 3 };
  const boxes = planBoxes(request).flat();

  it('is the same for the same seed', () => {
    assert.deepEqual(planBoxes(request).flat(), boxes);
    assert.notDeepEqual(planBoxes({ ...request, seed: 4 }).flat(), boxes);
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
      assert.ok(x > -4 && y > -4 && x + width < PICTURE_SIZE + 4 && y + height < PICTURE_SIZE + 4);
      assert.ok(Math.abs(x + width / 2 - centre[0]) < 0.13 * reach);
      assert.ok(Math.abs(width / 2 - reach) < 0.13 * reach && Math.abs(height / 2 - reach) < 0.13 * reach);
    }
  });

  it('has no two objects in one place', () => {
    for (const picture of planBoxes(request)) {
      const cells = picture.map(({ centre: [x, y] }) => `${Math.floor(x / 64)} ${Math.floor(y / 64)}`);
      assert.equal(new Set(cells).size, picture.length);
    }
  });
});
