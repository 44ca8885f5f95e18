import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { DriveContext } from '../host/driveContext';

/** Exports from the palette to the file that is offered. @returns what it holds. */
export async function exportLabels({ page, runCommand, workspace }: DriveContext): Promise<string> {
  await runCommand('Label Review: Export Corrected Labels…');
  const file = await fileOffered(page);
  await file.press('Enter');
  await page.locator('.notifications-toasts').filter({ hasText: 'corrected_labels.csv' }).waitFor();
  return readFile(path.join(workspace, 'corrected_labels.csv'), 'utf8');
}

/** Resolves to the field of the file's path once VS Code asks for it, and offers a file of this name. */
export async function fileOffered(page: Page, name = 'corrected_labels.csv'): Promise<Locator> {
  const file = page.locator('.quick-input-widget input.input');
  await file.waitFor();
  await page.waitForFunction((offered) => {
    const input = document.querySelector<HTMLInputElement>('.quick-input-widget input.input');
    return input?.value.endsWith(offered);
  }, name);
  return file;
}
