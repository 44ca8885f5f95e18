import { createRng } from '../../src/core/rng';
import type { PlantedImages } from './measureDuplicates';

const EDGE = 32;
/** Random values along an edge, interpolated: a picture that is quick to draw. */
const KNOTS = 6;
const COPY_SHARE = 0.01;

/** Smooth random grey pictures, a hundredth of them copies with noise, brighter or darker. */
export function drawMany(count: number, seed: number): PlantedImages {
  const rng = createRng(seed);
  const stride = EDGE * EDGE;
  const copies = Math.floor(count * COPY_SHARE);
  const originals = count - copies;
  const data = new Uint8Array(count * stride);
  const knots = new Float32Array((KNOTS + 1) * (KNOTS + 1));
  for (let image = 0; image < originals; image++) {
    for (let knot = 0; knot < knots.length; knot++) knots[knot] = 20 + 215 * rng.next01();
    for (let y = 0, at = image * stride; y < EDGE; y++)
      for (let x = 0; x < EDGE; x++, at++) {
        const [u, v] = [(x * KNOTS) / EDGE, (y * KNOTS) / EDGE];
        const [left, upper] = [Math.floor(u), Math.floor(v)];
        const [right, lower] = [u - left, v - upper];
        const corner = upper * (KNOTS + 1) + left;
        const above = knots[corner]! * (1 - right) + knots[corner + 1]! * right;
        const below = knots[corner + KNOTS + 1]! * (1 - right) + knots[corner + KNOTS + 2]! * right;
        data[at] = above * (1 - lower) + below * lower;
      }
  }
  const pictureOf = Int32Array.from({ length: count }, (_, image) => image);
  for (let image = originals; image < count; image++) {
    const picture = rng.nextInt(originals);
    pictureOf[image] = picture;
    const brightness = 20 * (rng.next01() - 0.5);
    for (let pixel = 0; pixel < stride; pixel++) {
      const value = data[picture * stride + pixel]! + brightness + 3 * rng.normal();
      data[image * stride + pixel] = Math.min(255, Math.max(0, value));
    }
  }
  const kindOf = Array.from(pictureOf, (picture, image) =>
    picture === image ? undefined : 'noise, brightness',
  );
  return { pixels: { data, height: EDGE, width: EDGE, channels: 1 }, pictureOf, kindOf };
}
