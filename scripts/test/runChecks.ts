import { availableParallelism } from 'node:os';
import { runCommand } from '../install/runCommand';
import { npmCommand } from '../install/npmInstall';
import { REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';

/** Types, lint, the page of the library, format and import rules, the slowest first: what runs besides goes before them. */
export const STATIC_CHECKS = [
  'check:lint',
  'check:types',
  'check:api',
  'check:format',
  'check:imports',
] as const;

/** Runs npm scripts, as many at a time as there are cores, and prints how each went. Returns the failed ones. */
export async function runChecks(scripts: readonly string[]): Promise<string[]> {
  const waiting = [...scripts];
  const failed: string[] = [];
  const runWaiting = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      if (!(await runCheck(name))) failed.push(name);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
  return failed;
}

async function runCheck(name: string): Promise<boolean> {
  const npm = npmCommand();
  const args = [...npm.args, 'run', '--silent', name];
  try {
    await runCommand({ purpose: name, file: npm.file, args, cwd: REPO_ROOT, shownLines: Infinity });
    console.log(`  ✔ ${name}`);
    return true;
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(`  ✘ ${error.message}`);
    return false;
  }
}
