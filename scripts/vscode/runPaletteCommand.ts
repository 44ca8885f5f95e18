import { errors, type Page } from 'playwright-core';

const ATTEMPTS = 15;
const TIMEOUT_MS = 2_000;

/**
 * Runs a command by its title. The palette lists the commands known when it opens, and extensions become known shortly
 * after the workbench. It closes when the focus goes elsewhere, as it may a moment after a click.
 */
export async function runPaletteCommand(page: Page, title: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  const input = page.locator('.quick-input-widget input.input');
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('F1');
    const isOpen = await inTime(input.fill(`>${title}`, { timeout: TIMEOUT_MS }));
    if (isOpen && (await inTime(row.waitFor({ timeout: TIMEOUT_MS })))) return row.click();
    if (attempt === ATTEMPTS) throw new Error(`The palette has no command "${title}".`);
    await page.keyboard.press('Escape');
  }
}

async function inTime(action: Promise<void>): Promise<boolean> {
  try {
    await action;
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
