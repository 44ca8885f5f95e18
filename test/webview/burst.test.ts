import assert from 'node:assert/strict';
import { createRng } from '../../src/core/rng';
import type { ReviewOutcome } from '../../src/shared/galleryProtocol';
import { drawKeys } from '../fixtures/randomKeys';
import { useGallery } from './useGallery';

const KEYS = 300;
const SUSPECTS = 200;

declare global {
  interface Window {
    /** What the host has done, step by step: the journal with positions in place of paths. */
    steps: Pick<ReviewOutcome, 'step' | 'changed'>[];
  }
}

describe('gallery keys in a burst', function () {
  this.timeout(120_000);
  const open = useGallery();
  const keys = drawKeys(createRng(3), KEYS);

  const review = async ({ delay = 0, hostDelayMs = 0 }) => {
    const gallery = await open({ suspects: SUSPECTS });
    gallery.page.setDefaultTimeout(60_000);
    await gallery.waitForFocus(0);
    await gallery.page.evaluate((delayMs) => {
      window.fakeHost.delayMs = delayMs;
      window.steps = [];
      window.addEventListener('message', ({ data }: MessageEvent<{ ok?: Partial<ReviewOutcome> | null }>) => {
        const { step, changed } = data.ok ?? {};
        if (step && changed) window.steps.push({ step, changed });
      });
    }, hostDelayMs);
    for (const key of keys) await gallery.page.keyboard.press(key, { delay });
    // What comes last is there when all before it is.
    await gallery.press('l', ...'the end'.split(''), 'Enter');
    await gallery.waitForStatus('Relabelled 1 image to the end. Saved.');
    return gallery.page.evaluate(() => window.steps);
  };

  it('decide the same at full speed, at leisure and with a slow host', async () => {
    const fast = await review({});
    assert.ok(fast.length > KEYS / 2);
    assert.deepEqual(await review({ delay: 30 }), fast);
    assert.deepEqual(await review({ hostDelayMs: 150 }), fast);
  });
});
