import type { Frame } from 'playwright-core';

declare global {
  interface Window {
    benchSaved: {
      pressedAt: number;
      readonly latencies: number[];
      /** Until the host's answer to a question that it answers with nothing, which the page asks with every key. */
      readonly roundTrips: number[];
    };
  }
}

/** From now on the page notes how long it takes from each key until it says "Saved", as it does once the journal is flushed. */
export async function watchSaved(gallery: Frame): Promise<void> {
  await gallery.evaluate(() => {
    const status = document.querySelector('[role=status]');
    if (status === null) throw new Error('The gallery has no status.');
    const saved = { pressedAt: 0, latencies: [] as number[], roundTrips: [] as number[] };
    window.benchSaved = saved;
    let isAnswered = false;
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      saved.pressedAt = timeStamp;
      isAnswered = false;
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const isEmpty = typeof data === 'object' && data !== null && 'ok' in data && data.ok === null;
      if (!isEmpty || isAnswered || saved.pressedAt === 0) return;
      isAnswered = true;
      saved.roundTrips.push(performance.now() - saved.pressedAt);
    });
    const observer = new MutationObserver(() => {
      if (saved.pressedAt === 0 || !status.textContent.includes('Saved')) return;
      saved.latencies.push(performance.now() - saved.pressedAt);
      saved.pressedAt = 0;
    });
    observer.observe(status, { childList: true, characterData: true, subtree: true });
  });
}

/** Presses a key in the page, waits for "Saved" and returns the milliseconds between. */
export async function pressUntilSaved(gallery: Frame, key: string): Promise<number> {
  const before = await gallery.evaluate(() => window.benchSaved.latencies.length);
  await gallery.page().keyboard.press(key);
  await gallery.waitForFunction((count) => window.benchSaved.latencies.length > count, before);
  return gallery.evaluate(() => window.benchSaved.latencies.at(-1) ?? NaN);
}

/** Puts the keyboard on the focused suspect. */
export async function focusSuspects(gallery: Frame): Promise<void> {
  await gallery.locator('[role=gridcell][tabindex="0"]').focus();
}
