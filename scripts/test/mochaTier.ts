import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { createTemporaryFolder } from '../vscode/temporaryFolder';
import { RESULTS_FILE_VARIABLE, readTestResults } from './testResults';
import type { TierOutcome } from './tier';

const MOCHA = createRequire(__filename).resolve('mocha/bin/mocha.js');
const REPORTER = path.join(__dirname, 'countingReporter.cjs');

export interface MochaTierOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Patterns of test files, where they are not those of the folder. */
  readonly specs?: readonly string[];
  /** The Node to run them, where it is not this one. */
  readonly node?: string;
}

/** Runs mocha with `test/<folder>/.mocharc.json` in a process of its own. */
export async function runMochaTier(
  folder: string,
  { env = {}, specs = [`test/${folder}/**/*.test.ts`], node = process.execPath }: MochaTierOptions = {},
): Promise<TierOutcome> {
  const temporary = await createTemporaryFolder(`test-${folder}`);
  const resultsFile = path.join(temporary.path, 'results.json');
  try {
    const config = path.join('test', folder, '.mocharc.json');
    const child = spawn(node, [MOCHA, '--config', config, '--reporter', REPORTER, ...specs], {
      cwd: REPO_ROOT,
      env: { ...process.env, ...env, [RESULTS_FILE_VARIABLE]: resultsFile },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const results = await readTestResults(resultsFile);
    if (results === undefined || (exitCode !== 0 && results.failed.length === 0))
      throw new Error(`mocha ended with exit code ${String(exitCode)} without failing tests to show for it.`);
    return { kind: 'ran', ...results };
  } finally {
    await temporary.remove();
  }
}
