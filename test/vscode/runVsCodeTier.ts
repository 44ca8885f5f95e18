import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from '../../scripts/install/chromium';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import type { TestResults } from '../../scripts/test/testResults';
import type { TierOutcome } from '../../scripts/test/tier';
import { runDriveInVsCode } from './runDriveInVsCode';
import { runSuite } from './runSuite';

const DRIVES = path.join(__dirname, 'drive');

/**
 * The suite inside one version of VS Code, then every `drive/*.drive.ts` from outside.
 *
 * `VSCODE_PATH` names a desktop VS Code for the suite; it has one version, so it stands for the current one. Drives
 * need a browser and always run in code-server.
 */
export async function runVsCodeTier(version: VsCodeVersion): Promise<TierOutcome> {
  const desktop = version === 'current' ? process.env.VSCODE_PATH : undefined;
  const reason = await whyNoCodeServer();
  if (reason !== undefined && desktop === undefined) return { kind: 'unavailable', reason };
  const runs = [await runSuite(desktop === undefined ? version : { executable: desktop })];
  for (const module of await driveModules())
    runs.push(
      reason === undefined
        ? await runDriveInVsCode(version, module)
        : { passed: 0, failed: [], skipped: [`${path.basename(module)}: ${reason}`] },
    );
  return { kind: 'ran', ...combine(runs) };
}

async function whyNoCodeServer(): Promise<string | undefined> {
  if (process.platform === 'win32')
    return 'code-server does not run on Windows; set VSCODE_PATH to a desktop VS Code';
  if ((await ensureChromium()) === undefined)
    return 'no Chromium was found; install one, set CHROMIUM_PATH, or set VSCODE_PATH to a desktop VS Code';
  return undefined;
}

async function driveModules(): Promise<string[]> {
  const names = await readdir(DRIVES);
  return names.filter((name) => name.endsWith('.drive.ts')).map((name) => path.join(DRIVES, name));
}

function combine(runs: readonly TestResults[]): TestResults {
  return {
    passed: runs.reduce((total, run) => total + run.passed, 0),
    failed: runs.flatMap((run) => run.failed),
    skipped: runs.flatMap((run) => run.skipped),
  };
}
