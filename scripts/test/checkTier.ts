import { runCommand } from '../install/runCommand';
import { npmCommand } from '../install/npmInstall';
import { REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';
import type { TierOutcome } from './tier';

const CHECKS = ['check:types', 'check:lint', 'check:format', 'check:imports'];

/** The static checks; each counts as one test. */
export async function runCheckTier(): Promise<TierOutcome> {
  const npm = npmCommand();
  const failed: string[] = [];
  for (const name of CHECKS) {
    try {
      const args = [...npm.args, 'run', '--silent', name];
      await runCommand({ purpose: name, file: npm.file, args, cwd: REPO_ROOT, shownLines: Infinity });
      console.log(`  ✔ ${name}`);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      failed.push(name);
      console.error(`  ✘ ${error.message}`);
    }
  }
  return { kind: 'ran', passed: CHECKS.length - failed.length, failed, skipped: [] };
}
