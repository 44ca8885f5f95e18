import { runTests } from '@vscode/test-electron';
import type { VsCodeVersion } from '../../scripts/install/codeServerReleases';
import { RESULTS_FILE_VARIABLE, readTestResults, type TestResults } from '../../scripts/test/testResults';
import { STAND_IN } from './standIn';
import { createTestFolders, type TestFolders } from './testFolders';

export interface SuiteRun {
  /** A version is code-server's. */
  readonly version: VsCodeVersion | DesktopVsCode;
  /** From `buildSuite`. */
  readonly extensionTestsPath: string;
  readonly extensionDevelopmentPath: string;
  /** Puts extensions and files in place before VS Code starts. */
  readonly prepare?: (folders: TestFolders) => Promise<void>;
}

/** A desktop VS Code, which has the version that it has. */
export interface DesktopVsCode {
  readonly executable: string;
}

/**
 * Runs a suite in a VS Code, on an empty workspace with fresh settings and extensions. Rejects when the suite ended
 * without results.
 */
export async function runInVsCode(run: SuiteRun): Promise<TestResults> {
  const folders = await createTestFolders();
  try {
    await run.prepare?.(folders);
    const failure = await start(run, folders);
    const results = await readTestResults(folders.resultsFile);
    if (results === undefined || (failure !== undefined && results.failed.length === 0))
      throw new Error(`VS Code ${nameOf(run.version)} ended without test results.`, { cause: failure });
    return results;
  } finally {
    await folders.remove();
  }
}

/** Returns why VS Code failed; failing tests are one reason. */
async function start(run: SuiteRun, folders: TestFolders): Promise<unknown> {
  const { version } = run;
  try {
    await runTests({
      vscodeExecutablePath: typeof version === 'string' ? STAND_IN : version.executable,
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: { [RESULTS_FILE_VARIABLE]: folders.resultsFile },
      launchArgs: [
        folders.workspace,
        `--extensions-dir=${folders.extensionsDir}`,
        `--user-data-dir=${folders.userDataDir}`,
        ...(typeof version === 'string' ? [`--vscode=${version}`] : []),
      ],
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

const nameOf = (version: SuiteRun['version']): string =>
  typeof version === 'string' ? version : version.executable;
