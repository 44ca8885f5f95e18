import type { DriveContext } from '../host/driveContext';

/** *Find Wrong Labels…* with what is preselected: Enter, once the question tells how long it takes. */
export async function startSearch({
  page,
  runCommand,
}: Pick<DriveContext, 'page' | 'runCommand'>): Promise<void> {
  await runCommand('Label Review: Find Wrong Labels…');
  await answerSearch(page);
}

/** Answers the question that is open with what is preselected. */
export async function answerSearch(page: DriveContext['page']): Promise<void> {
  const chosen = page.locator('.quick-input-list .monaco-list-row.focused');
  await chosen.filter({ hasText: /about|less than a minute/ }).waitFor();
  await page.keyboard.press('Enter');
}
