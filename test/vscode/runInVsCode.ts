import { runTests } from '@vscode/test-electron';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import { RESULTS_FILE_VARIABLE, readTestResults, type TestResults } from '../../scripts/test/testResults';
import { STAND_IN } from './standIn';
import { createTestFolders, type TestFolders } from './testFolders';

export interface SuiteRun {
  readonly version: VsCodeVersion;
  /** From `buildSuite`. */
  readonly extensionTestsPath: string;
  readonly extensionDevelopmentPath: string;
  /** Puts extensions and files in place before VS Code starts. */
  readonly prepare?: (folders: TestFolders) => Promise<void>;
}

/**
 * Runs a suite in code-server of the given version, on an empty workspace with fresh settings and extensions. The
 * desktop VS Code that `VSCODE_PATH` names, which has one version, stands for the current one. Rejects when the suite ended without results.
 */
export async function runInVsCode(run: SuiteRun): Promise<TestResults> {
  const folders = await createTestFolders();
  try {
    await run.prepare?.(folders);
    const failure = await start(run, folders);
    const results = await readTestResults(folders.resultsFile);
    if (results === undefined || (failure !== undefined && results.failed.length === 0))
      throw new Error(`VS Code ${run.version} ended without test results.`, { cause: failure });
    return results;
  } finally {
    await folders.remove();
  }
}

/** Returns why VS Code failed; failing tests are one reason. */
async function start(run: SuiteRun, folders: TestFolders): Promise<unknown> {
  const desktop = run.version === 'current' ? process.env.VSCODE_PATH : undefined;
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? STAND_IN,
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: { [RESULTS_FILE_VARIABLE]: folders.resultsFile },
      launchArgs: [
        folders.workspace,
        `--extensions-dir=${folders.extensionsDir}`,
        `--user-data-dir=${folders.userDataDir}`,
        ...(desktop === undefined ? [`--vscode=${run.version}`] : []),
      ],
    });
    return undefined;
  } catch (error) {
    return error;
  }
}
