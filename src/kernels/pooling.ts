/** Pooling of images with the channels last, 4 channels at a time. Sizes are in pixels, one argument after the other. */
import { loadUpTo, storeUpTo } from './simd';

const LOWEST = f32x4.splat(-Infinity);

/** NaN is passed over, as on tfjs's cpu backend; a window of nothing else gives −∞. */
export function maxPool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  for (let image = 0; image < images; image++, x += <usize>height * line)
    for (let row = 0; row < outHeight; row++) {
      const firstY = max(row * strideY - top, 0);
      const endY = min(row * strideY - top + windowHeight, height);
      for (let column = 0; column < outWidth; column++) {
        const firstX = max(column * strideX - left, 0);
        const endX = min(column * strideX - left + windowWidth, width);
        const corner = x + <usize>firstY * line + <usize>firstX * pixel;
        const span = <usize>(endX - firstX) * pixel;
        const end = corner + <usize>(endY - firstY) * line;
        for (let channel = 0; channel < channels; channel += 4) {
          const part: usize = (<usize>channel) << 2;
          let largest = LOWEST;
          for (let from = corner + part; from < end; from += line)
            for (let at = from; at < from + span; at += pixel)
              largest = f32x4.pmax(largest, loadUpTo(at, channels - channel));
          storeUpTo(y + part, largest, channels - channel);
        }
        y += pixel;
      }
    }
}

/** Adds each output's gradient to the first value of its window, row by row, that is the largest. */
export function maxPoolGradient(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  const toGradient = dx - x;
  for (let image = 0; image < images; image++, x += <usize>height * line)
    for (let row = 0; row < outHeight; row++) {
      const firstY = max(row * strideY - top, 0);
      const endY = min(row * strideY - top + windowHeight, height);
      for (let column = 0; column < outWidth; column++) {
        const firstX = max(column * strideX - left, 0);
        const endX = min(column * strideX - left + windowWidth, width);
        const corner = x + <usize>firstY * line + <usize>firstX * pixel;
        const span = <usize>(endX - firstX) * pixel;
        const end = corner + <usize>(endY - firstY) * line;
        for (let channel = 0; channel < channels; channel += 4) {
          const part: usize = (<usize>channel) << 2;
          const count = channels - channel;
          const largest = loadUpTo(y + part, count);
          let rest = v128.and(loadUpTo(dy + part, count), f32x4.gt(largest, LOWEST));
          for (let from = corner + part; from < end; from += line)
            for (let at = from; at < from + span; at += pixel) {
              const isLargest = f32x4.eq(loadUpTo(at, count), largest);
              const to = at + toGradient;
              storeUpTo(to, f32x4.add(loadUpTo(to, count), v128.and(rest, isLargest)), count);
              rest = v128.andnot(rest, isLargest);
            }
        }
        y += pixel;
        dy += pixel;
      }
    }
}

/** The mean over the part of each window that is inside the image. */
export function averagePool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  for (let image = 0; image < images; image++, x += <usize>height * line)
    for (let row = 0; row < outHeight; row++) {
      const firstY = max(row * strideY - top, 0);
      const endY = min(row * strideY - top + windowHeight, height);
      for (let column = 0; column < outWidth; column++) {
        const firstX = max(column * strideX - left, 0);
        const endX = min(column * strideX - left + windowWidth, width);
        const corner = x + <usize>firstY * line + <usize>firstX * pixel;
        const span = <usize>(endX - firstX) * pixel;
        const end = corner + <usize>(endY - firstY) * line;
        const share = f32x4.splat(1 / <f32>max((endY - firstY) * (endX - firstX), 1));
        for (let channel = 0; channel < channels; channel += 4) {
          const part: usize = (<usize>channel) << 2;
          let sum = i32x4.splat(0);
          for (let from = corner + part; from < end; from += line)
            for (let at = from; at < from + span; at += pixel)
              sum = f32x4.add(sum, loadUpTo(at, channels - channel));
          storeUpTo(y + part, f32x4.mul(sum, share), channels - channel);
        }
        y += pixel;
      }
    }
}

/** Adds an equal share of each output's gradient to every value of its window, which must be inside the image. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideY: i32,
  strideX: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  const share = f32x4.splat(1 / <f32>(windowHeight * windowWidth));
  const span = <usize>windowWidth * pixel;
  for (let image = 0; image < images; image++, dx += <usize>height * line)
    for (let row = 0; row < outHeight; row++)
      for (let column = 0; column < outWidth; column++) {
        const corner = dx + <usize>(row * strideY) * line + <usize>(column * strideX) * pixel;
        const end = corner + <usize>windowHeight * line;
        for (let channel = 0; channel < channels; channel += 4) {
          const part: usize = (<usize>channel) << 2;
          const slope = f32x4.mul(loadUpTo(dy + part, channels - channel), share);
          for (let from = corner + part; from < end; from += line)
            for (let at = from; at < from + span; at += pixel)
              storeUpTo(at, f32x4.add(loadUpTo(at, channels - channel), slope), channels - channel);
        }
        dy += pixel;
      }
}
