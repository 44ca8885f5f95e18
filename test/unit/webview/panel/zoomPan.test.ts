import assert from 'node:assert/strict';
import { fitZoom, panBy, zoomBy, zoomToBox } from '../../../../webview/panel/zoomPan';

const stage = { width: 800, height: 600 };
const image = { width: 400, height: 200 };
const at = { x: 100, y: 50 };

describe('zoom and pan', () => {
  it('fits the whole image, also a tiny one, and does not choke on nothing', () => {
    assert.deepEqual(fitZoom(image, stage), { scale: 2, x: 0, y: 0 });
    assert.equal(fitZoom({ width: 1, height: 1 }, stage).scale, 40);
    assert.equal(fitZoom({ width: 0, height: 0 }, stage).scale, 1);
  });

  it('keeps the point under the pointer where it is', () => {
    const before = { scale: 4, x: 10, y: 0 };
    const after = zoomBy({ zoom: before, factor: 2, at, image, stage });
    assert.equal(after.scale, 8);
    const pointOf = ({ scale, x }: typeof before) => (at.x - x) / scale;
    assert.ok(Math.abs(pointOf(after) - pointOf(before)) < 1e-9);
  });

  it('stays between fitting and counting pixels', () => {
    const zoom = { scale: 4, x: 0, y: 0 };
    assert.equal(zoomBy({ zoom, factor: 1e6, at, image, stage }).scale, 40);
    assert.equal(zoomBy({ zoom, factor: 1e-6, at, image, stage }).scale, 1);
  });

  it('brings a box into the middle with what is around it, as far as the picture reaches', () => {
    const size = { width: 1000, height: 500 };
    const whole = { width: 500, height: 250 };
    const middle = zoomToBox({ x: 450, y: 225, width: 100, height: 50 }, size, whole);
    assert.deepEqual(middle, { scale: 2.5, x: 0, y: 0 });
    const corner = zoomToBox({ x: 0, y: 0, width: 100, height: 50 }, size, whole);
    assert.deepEqual(corner, { scale: 2.5, x: 1000, y: 500 }, 'its edges are those of the stage');
    assert.deepEqual(zoomToBox({ x: 0, y: 0, width: 1000, height: 500 }, size, whole), {
      scale: 0.5,
      x: 0,
      y: 0,
    });
    assert.equal(zoomToBox({ x: 9, y: 9, width: 0, height: 0 }, size, whole).scale, 0.5, 'of no area');
  });

  it('pans to the edge and no further', () => {
    const zoom = { scale: 4, x: 0, y: 0 };
    assert.deepEqual(panBy(zoom, { x: 9999, y: 9999 }, { image, stage }), { scale: 4, x: 400, y: 100 });
    assert.deepEqual(panBy({ scale: 1, x: 0, y: 0 }, { x: 5, y: 5 }, { image, stage }), {
      scale: 1,
      x: 0,
      y: 0,
    });
  });
});
