import type { Page } from 'playwright-core';

/** What to look for: text in elements that a selector finds. */
export interface Sight {
  readonly selector: string;
  readonly text?: string;
}

/**
 * Watches the workbench, and pages that are opened from now on, for what may come and go before anybody looks.
 * @returns the names of what has been seen so far.
 */
export async function watchFor(
  page: Page,
  sights: Readonly<Record<string, Sight>>,
): Promise<() => readonly string[]> {
  const seen = new Set<string>();
  await page.exposeFunction('noteSight', (name: string) => void seen.add(name));
  await page.addInitScript(watch, sights);
  await page.evaluate(watch, sights);
  return () => [...seen].sort();
}

/** Runs in each document, without what a build would add to functions that have names. */
function watch(sights: Readonly<Record<string, Sight>>): void {
  const left = new Map(Object.entries(sights));
  new MutationObserver((_changes, observer) => {
    for (const [name, { selector, text = '' }] of left) {
      if (![...document.querySelectorAll(selector)].some((found) => found.textContent.includes(text)))
        continue;
      left.delete(name);
      void (window as unknown as { noteSight: (name: string) => Promise<void> }).noteSight(name); // exposed above
    }
    if (left.size === 0) observer.disconnect();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}
