import type { FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import { decide, enlarge, explain, focusedImage, openGallery } from './scenes';
import type { AnimationFrame } from './pictureFiles';

interface Step {
  readonly key: string;
  /** What the key does, for those who watch. */
  readonly caption: string;
  readonly act: (gallery: FrameLocator) => Promise<void>;
  readonly showMs: number;
}

const accept = (gallery: FrameLocator) => decide(gallery, 'Enter', /Relabelled 1 image.* Saved/);

async function closePanel(gallery: FrameLocator): Promise<void> {
  await focusedImage(gallery).press('i');
  await gallery.locator('.why').waitFor({ state: 'hidden' });
}

const STEPS: readonly Step[] = [
  { key: 'Enter', caption: 'accept the suggested label', act: accept, showMs: 1400 },
  { key: 'Enter', caption: 'accept the suggested label', act: accept, showMs: 900 },
  { key: 'Enter', caption: 'accept the suggested label', act: accept, showMs: 900 },
  { key: 'Space', caption: 'look closer', act: enlarge, showMs: 1600 },
  {
    key: 'Escape',
    caption: 'back to the others',
    act: async (gallery) => {
      await focusedImage(gallery).press('Escape');
      await gallery.locator('.stage > img').waitFor({ state: 'hidden' });
    },
    showMs: 700,
  },
  {
    key: 'X',
    caption: 'exclude the image',
    act: (gallery) => decide(gallery, 'x', /Excluded 1 image\. Saved/),
    showMs: 1200,
  },
  {
    key: 'Z',
    caption: 'undo that',
    act: (gallery) => decide(gallery, 'z', /Undone.* Saved/),
    showMs: 1300,
  },
  { key: 'I', caption: 'why it was flagged', act: explain, showMs: 2200 },
  { key: 'I', caption: 'enough seen', act: closePanel, showMs: 600 },
  { key: 'Enter', caption: 'accept the suggested label', act: accept, showMs: 1000 },
  {
    key: 'Shift+Enter',
    caption: 'accept all of this pair',
    act: (gallery) => decide(gallery, 'Shift+Enter', /Relabelled \d+ images.* Saved/),
    showMs: 3000,
  },
];

/** A short review by keys in the real gallery, each step with the key that was pressed. */
export async function filmReview(page: Page): Promise<readonly AnimationFrame[]> {
  const gallery = await openGallery(page);
  await page.keyboard.press('Control+b');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await focusedImage(gallery).click();
  const frames: AnimationFrame[] = [{ png: await page.screenshot(), showMs: 1500 }];
  for (const { key, caption, act, showMs } of STEPS) {
    await act(gallery);
    frames.push({ png: await captioned(await page.screenshot(), key, caption), showMs });
  }
  return frames;
}

const CAPTION_HEIGHT = 44;
/** Above the lines at the foot of the gallery. */
const CAPTION_BOTTOM = 100;

async function captioned(picture: Buffer, key: string, caption: string): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const keyWidth = 24 + key.length * 11;
  const pill = keyWidth + 40 + caption.length * 9.5;
  const left = (width - pill) / 2;
  const middle = CAPTION_HEIGHT / 2;
  const font = 'font-family="DejaVu Sans, Verdana, sans-serif" font-size="17"';
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${CAPTION_HEIGHT}">` +
    `<rect x="${left}" width="${pill}" height="${CAPTION_HEIGHT}" rx="10" fill="#f3f3f3"/>` +
    `<rect x="${left + 10}" y="8" width="${keyWidth}" height="28" rx="5" fill="#0078d4"/>` +
    `<text x="${left + 10 + keyWidth / 2}" y="${middle + 6}" text-anchor="middle" fill="#fff" font-weight="bold" ${font}>${key}</text>` +
    `<text x="${left + keyWidth + 22}" y="${middle + 6}" fill="#1f1f1f" ${font}>${caption}</text></svg>`;
  return sharp(picture)
    .composite([{ input: Buffer.from(svg), left: 0, top: height - CAPTION_HEIGHT - CAPTION_BOTTOM }])
    .png()
    .toBuffer();
}
