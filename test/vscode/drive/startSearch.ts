import type { DriveContext } from '../host/driveContext';

/** *Find Wrong Labels…* with what is preselected: Enter, once the question tells how long it takes. */
export async function startSearch({
  page,
  runCommand,
}: Pick<DriveContext, 'page' | 'runCommand'>): Promise<void> {
  await runCommand('Label Review: Find Wrong Labels…');
  await answerSearch(page);
}

/** Answers the question that is open with what is preselected; `meanwhile` is between the folder's being looked at and that. */
export async function answerSearch(
  page: DriveContext['page'],
  meanwhile?: () => Promise<unknown>,
): Promise<void> {
  const chosen = page.locator('.quick-input-list .monaco-list-row.focused');
  await chosen.filter({ hasText: /about|less than a minute/ }).waitFor();
  await meanwhile?.();
  await page.keyboard.press('Enter');
}
