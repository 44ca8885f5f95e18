import path from 'node:path';
import { REPO_ROOT } from '../../scripts/repoPaths';
import type { TestResults } from '../../scripts/test/testResults';
import { ensureStore, locateStore } from '../../src/store/location';
import { buildSuite } from './buildSuite';
import { runInVsCode, type SuiteRun } from './runInVsCode';

const SUITE = path.join(__dirname, 'suite');

/** The suite inside a VS Code that has this checkout's extension, on a workspace that has a store. */
export async function runSuite(version: SuiteRun['version']): Promise<TestResults> {
  return runInVsCode({
    version,
    extensionTestsPath: await buildSuite(SUITE),
    extensionDevelopmentPath: REPO_ROOT,
    prepare: async ({ workspace }) => ensureStore(await locateStore(workspace, workspace)),
  });
}
