import assert from 'node:assert/strict';
import { createRng } from '../../src/core/rng';
import type { JournalEntry } from '../../src/core/review/review';
import { pressKeys, typed } from '../fixtures/pressKeys';
import { drawReview } from '../fixtures/randomKeys';
import { useGallery } from './harness/useGallery';

/** `BURST_KEYS=2000` takes some minutes. */
const KEYS = Number(process.env.BURST_KEYS ?? 300);
const SUSPECTS = 200;
const ANSWERED_TIMEOUT_MS = 240_000;
/** Out of whatever is open, to all suspects, and one label more: when that is saved, all before it is. */
const END = [
  ...['Escape', 'Escape', 'Escape', '/', 'Control+a', 'Backspace', 'Enter'],
  ...['l', ...typed('the end'), 'Enter'],
];

/** The journal without what no two reviews have in common. */
function withoutTimes(journal: readonly JournalEntry[]): string {
  const places = new Map(journal.map((entry, place) => ['id' in entry ? entry.id : '', place]));
  return journal
    .map((entry) =>
      entry.type === 'decide'
        ? JSON.stringify({ ...entry, id: places.get(entry.id), at: '' })
        : JSON.stringify({ ...entry, of: places.get(entry.of), at: '' }),
    )
    .join('\n');
}

describe('gallery keys in a burst', function () {
  this.timeout(2 * ANSWERED_TIMEOUT_MS);
  const open = useGallery();
  const keys = drawReview(createRng(4), KEYS);

  const review = async ({ paceMs = 0, hostDelayMs = 0 }) => {
    const gallery = await open({ suspects: SUSPECTS });
    gallery.page.setDefaultTimeout(ANSWERED_TIMEOUT_MS);
    await gallery.waitForFocus(0);
    await gallery.page.evaluate((delayMs) => (window.fakeHost.delayMs = delayMs), hostDelayMs);
    const session = await gallery.page.context().newCDPSession(gallery.page);
    await pressKeys(session, [...keys, ...END], paceMs);
    await gallery.page
      .getByRole('status')
      .filter({ hasText: /Relabelled \d+ images? to the end\. Saved\./ })
      .waitFor();
    return withoutTimes(await gallery.page.evaluate(() => window.fakeHost.journal));
  };

  it('decide the same at full speed, at leisure and with a slow host', async () => {
    const atLeisure = await review({ paceMs: 30 });
    assert.ok(atLeisure.split('\n').length > KEYS / 4);
    assert.equal(await review({}), atLeisure);
    assert.equal(await review({ hostDelayMs: 150 }), atLeisure);
  });
});
