import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { OUT_DIR } from '../../../scripts/repoPaths';
import { ScriptError } from '../../../scripts/scriptError';
import type { CodeServerOptions } from '../../../scripts/vscode/codeServer';
import { workbenchUrl } from '../../../scripts/vscode/workbenchPage';
import { writeTestResults } from '../../../scripts/test/testResults';
import { STEP_TIMEOUT_MS, workbenchReady, type DriveContext } from './driveContext';
import { runPaletteCommand } from '../../../scripts/vscode/runPaletteCommand';

export interface DriveOptions {
  readonly page: Page;
  readonly origin: string;
  readonly version: string;
  readonly workspace: string;
  readonly module: string;
}

/** Drives whose name says so find the workspace in Restricted Mode. */
export const isRestrictedDrive = (module: string): boolean => module.endsWith('.restricted.drive.ts');

/** What a drive exports as `userSettings`, by their ids, as `userKeybindings`, and as the `locale` of the user. */
export function userOfDrive(module: string): Pick<CodeServerOptions, 'settings' | 'keybindings' | 'locale'> {
  const exports = createRequire(__filename)(module) as {
    readonly userSettings?: Readonly<Record<string, unknown>>;
    readonly userKeybindings?: readonly object[];
    readonly locale?: string;
  }; // checked by VS Code
  const { userSettings: settings, userKeybindings: keybindings, locale } = exports;
  return { ...(settings && { settings }), ...(keybindings && { keybindings }), ...(locale && { locale }) };
}

type Drive = (context: DriveContext) => Promise<void>;

/** Opens the folder and lets a module use the workbench; its steps are counted as tests. Returns 0 or 1. */
export async function runDrive(options: DriveOptions): Promise<number> {
  const { page, origin, workspace } = options;
  const drive = loadDrive(options.module);
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  await page.goto(workbenchUrl(origin, workspace));
  await workbenchReady(page);
  const passed: string[] = [];
  const failed: string[] = [];
  const step: DriveContext['step'] = async (name, body) => {
    try {
      await body();
      passed.push(name);
      console.log(`    ✔ ${name}`);
    } catch (error) {
      failed.push(name);
      console.error(`    ✘ ${name}`);
      throw error;
    }
  };
  try {
    await drive({ ...options, step, runCommand: (title) => runPaletteCommand(page, title), screenshot });
  } catch (error) {
    if (failed.length === 0) failed.push('a part of the drive outside its steps');
    console.error(error);
  }
  await writeTestResults({ passed: passed.length, failed, skipped: [] });
  return failed.length === 0 ? 0 : 1;

  async function screenshot(name: string): Promise<void> {
    const file = path.join(OUT_DIR, 'vscode', `${name}-${options.version}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await page.screenshot({ path: file });
    console.log(`    ${path.relative(process.cwd(), file)}`);
  }
}

function loadDrive(module: string): Drive {
  const exports: unknown = createRequire(__filename)(module);
  if (typeof exports === 'object' && exports !== null && 'drive' in exports)
    if (typeof exports.drive === 'function') return exports.drive as Drive; // its parameters cannot be checked here
  throw new ScriptError(`${module} must export a function named drive.`);
}
