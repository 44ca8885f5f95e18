import { readFile, writeFile } from 'node:fs/promises';

/** Outcome of one run of tests, passed between processes as a JSON file so that nothing has to parse printed text. */
export interface TestResults {
  readonly passed: number;
  /** Titles. */
  readonly failed: readonly string[];
  /** Titles, with the reason where one is known. */
  readonly skipped: readonly string[];
}

/** Names the file that the process running tests writes. Not `VSCODE_*`, which extension hosts do not inherit. */
export const RESULTS_FILE_VARIABLE = 'LABEL_REVIEW_TEST_RESULTS';

/** Writes where the runner asked for it; does nothing when the tests were started by hand. */
export async function writeTestResults(results: TestResults): Promise<void> {
  const file = process.env[RESULTS_FILE_VARIABLE];
  if (file !== undefined) await writeFile(file, JSON.stringify(results));
}

/** Undefined when the tests ended without writing any: they crashed. */
export async function readTestResults(file: string): Promise<TestResults | undefined> {
  try {
    // Written by writeTestResults or countingReporter.cjs of the same checkout.
    return JSON.parse(await readFile(file, 'utf8')) as TestResults;
  } catch {
    return undefined;
  }
}
