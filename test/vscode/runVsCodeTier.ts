import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from '../../scripts/install/chromium';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import { REPO_ROOT } from '../../scripts/repoPaths';
import type { TestResults } from '../../scripts/test/testResults';
import type { TierOutcome } from '../../scripts/test/tier';
import { ensureStore, locateStore } from '../../src/store/location';
import { buildSuite } from './buildSuite';
import { runDriveInVsCode } from './runDriveInVsCode';
import { runInVsCode } from './runInVsCode';

const SUITE = path.join(__dirname, 'suite');
const DRIVES = path.join(__dirname, 'drive');

/**
 * The suite inside one version of VS Code, then every `drive/*.drive.ts` from outside.
 *
 * `VSCODE_PATH` names a desktop VS Code for the suite; it has one version, so it stands for the current one. Drives
 * need a browser and always run in code-server.
 */
export async function runVsCodeTier(version: VsCodeVersion): Promise<TierOutcome> {
  const hasDesktop = process.env.VSCODE_PATH !== undefined && version === 'current';
  const reason = await whyNoCodeServer();
  if (reason !== undefined && !hasDesktop) return { kind: 'unavailable', reason };
  const extensionTestsPath = await buildSuite(SUITE);
  const suite = await runInVsCode({
    version,
    extensionTestsPath,
    extensionDevelopmentPath: REPO_ROOT,
    prepare: async ({ workspace }) => ensureStore(await locateStore(workspace, workspace)),
  });
  const runs = [suite];
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
