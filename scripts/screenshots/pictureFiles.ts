import { stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { OUT_DIR, REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';

export const SCREENSHOTS = path.join(OUT_DIR, 'screenshots');
/** Those of the README and the pages. */
const PUBLISHED = path.join(REPO_ROOT, 'docs', 'images');
/** An animation has to load with the page; the Marketplace shows it as it is. */
const MOST_ANIMATION_BYTES = 1_500_000;

export const screenshotFile = (name: string): string => path.join(SCREENSHOTS, `${name}.png`);

/** Takes a screenshot into the pages, with no more colours than it needs. */
export async function publish(screenshot: string, name: string): Promise<void> {
  await sharp(screenshotFile(screenshot))
    .png({ palette: true, quality: 92, effort: 10, dither: 0.5 })
    .toFile(path.join(PUBLISHED, `${name}.png`));
}

export interface AnimationFrame {
  readonly png: Buffer;
  readonly showMs: number;
}

/** Writes an endless GIF into the pages. */
export async function publishAnimation(frames: readonly AnimationFrame[], name: string): Promise<void> {
  const file = path.join(PUBLISHED, `${name}.gif`);
  await sharp(
    frames.map(({ png }) => png),
    { join: { animated: true } },
  )
    // Without dithering, what stays the same from frame to frame takes no bytes.
    .gif({ delay: frames.map(({ showMs }) => showMs), loop: 0, effort: 10, dither: 0, interFrameMaxError: 2 })
    .toFile(file);
  const { size } = await stat(file);
  if (size > MOST_ANIMATION_BYTES)
    throw new ScriptError(`${file} has ${size} bytes; leave frames out, or make them smaller.`);
}
