/** `npm run demo`: draws the demo dataset, scans it with the built command line, and counts the errors found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { drawDemo } from './drawDemo';
import { describeEvaluation, evaluateSuspects } from '../images/evaluateSuspects';
import { REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';

const CLI = path.join(REPO_ROOT, 'dist', 'cli.js');

async function main(): Promise<number> {
  await access(CLI).catch((cause: unknown) => {
    throw new ScriptError(`There is no ${CLI}; run "npm run build" first.`, { cause });
  });
  const { folder, truthFile } = await drawDemo(path.join(REPO_ROOT, '.demo', 'shapes'));
  const suspectsFile = path.join(REPO_ROOT, '.demo', 'suspects.csv');
  // Further options are passed on, e.g. `npm run demo -- --preset thorough`.
  const scan = ['scan', folder, '--json', '--out', suspectsFile, ...process.argv.slice(2)];
  const child = spawn(process.execPath, [CLI, ...scan], { stdio: 'inherit' });
  await once(child, 'exit');
  if (child.exitCode !== 0) return child.exitCode ?? 1;
  console.log(describeEvaluation(await evaluateSuspects(suspectsFile, truthFile)));
  return 0;
}

runMain(main);
