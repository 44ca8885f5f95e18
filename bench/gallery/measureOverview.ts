import type { Workbench } from './workbench';

const TIMEOUT_MS = 120_000;

/** Milliseconds from the click on the command in the palette until the overview shows its table of pairs; closes it again. */
export async function measureOverview({ page, runCommand }: Workbench): Promise<number> {
  await runCommand('Label Review: Open Overview');
  await page
    .frameLocator('iframe.webview.ready')
    .frameLocator('#active-frame')
    .locator('pair-table')
    .waitFor({ timeout: TIMEOUT_MS });
  const ms = await page.evaluate(() => Date.now() - window.benchProbe.lastInputAt);
  await runCommand('View: Close Editor');
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  return ms;
}
