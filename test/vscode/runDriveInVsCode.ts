import { spawn } from 'node:child_process';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { RESULTS_FILE_VARIABLE, readTestResults, type TestResults } from '../../scripts/test/testResults';
import { linkExtension } from '../../scripts/vscode/linkExtension';
import { userOfDrive } from './host/runDrive';
import { PSEUDO_LANGUAGE, teachPseudoLanguage } from './pseudoLanguage';
import { STAND_IN } from './standIn';
import { createTestFolders, type TestFolders } from './testFolders';

export interface DriveOptions {
  /** Puts extensions and files in place before VS Code starts. */
  readonly prepare?: (folders: TestFolders) => Promise<void>;
  readonly timeoutMs?: number;
}

/** Lets a drive module use a workbench that has this checkout's extension installed, on an empty workspace. */
export async function runDriveInVsCode(
  version: VsCodeVersion,
  module: string,
  { prepare, timeoutMs = 600_000 }: DriveOptions = {},
): Promise<TestResults> {
  const folders = await createTestFolders();
  try {
    const extension = await linkExtension(REPO_ROOT, folders.extensionsDir);
    if (userOfDrive(module).locale === PSEUDO_LANGUAGE) await teachPseudoLanguage(extension, folders);
    await prepare?.(folders);
    const flags = {
      'extensions-dir': folders.extensionsDir,
      'user-data-dir': folders.userDataDir,
      vscode: version,
      drive: module,
      'timeout-ms': String(timeoutMs),
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    const child = spawn(process.execPath, [STAND_IN, folders.workspace, ...args], {
      env: { ...process.env, [RESULTS_FILE_VARIABLE]: folders.resultsFile },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const results = await readTestResults(folders.resultsFile);
    if (results === undefined || (exitCode !== 0 && results.failed.length === 0))
      throw new Error(`The drive ${module} ended with exit code ${String(exitCode)} without results.`);
    return results;
  } finally {
    await folders.remove();
  }
}
