import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import { RESULTS_FILE_VARIABLE, readTestResults, type TestResults } from '../../scripts/test/testResults';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';

export interface SuiteRun {
  readonly version: VsCodeVersion;
  /** From `buildSuite`. */
  readonly extensionTestsPath: string;
  readonly extensionDevelopmentPath: string;
  /** Puts extensions and files in place before VS Code starts. */
  prepare?(folders: SuiteFolders): Promise<void>;
}

export interface SuiteFolders {
  readonly workspace: string;
  readonly extensionsDir: string;
}

const STAND_IN = path.join(__dirname, 'host/launch.cjs');

/**
 * Runs a suite in the desktop VS Code that `VSCODE_PATH` names, else in code-server of the given version, on an empty
 * workspace with fresh settings and extensions. Rejects when the suite ended without results.
 */
export async function runInVsCode(run: SuiteRun): Promise<TestResults> {
  const temporary = await createTemporaryFolder('vscode');
  const folders = {
    workspace: path.join(temporary.path, 'workspace'),
    extensionsDir: path.join(temporary.path, 'extensions'),
  };
  const resultsFile = path.join(temporary.path, 'results.json');
  try {
    await mkdir(folders.workspace);
    await mkdir(folders.extensionsDir);
    await run.prepare?.(folders);
    const failure = await start(run, folders, resultsFile, path.join(temporary.path, 'user-data'));
    const results = await readTestResults(resultsFile);
    if (results === undefined || (failure !== undefined && results.failed.length === 0))
      throw new Error(`VS Code ${run.version} ended without test results.`, { cause: failure });
    return results;
  } finally {
    await temporary.remove();
  }
}

/** Returns why VS Code failed; failing tests are one reason. */
async function start(
  run: SuiteRun,
  folders: SuiteFolders,
  resultsFile: string,
  userDataDir: string,
): Promise<unknown> {
  const desktop = process.env.VSCODE_PATH;
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? STAND_IN,
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: { [RESULTS_FILE_VARIABLE]: resultsFile },
      launchArgs: [
        folders.workspace,
        `--extensions-dir=${folders.extensionsDir}`,
        `--user-data-dir=${userDataDir}`,
        ...(desktop === undefined ? [`--vscode=${run.version}`] : []),
      ],
    });
    return undefined;
  } catch (error) {
    return error;
  }
}
