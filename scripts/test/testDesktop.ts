/**
 * `npm run test:desktop -- --vscode oldest|current|PATH`: the suite in a desktop VS Code, which is downloaded; on Linux in a screen that
 * nobody sees (xvfb), where there is none. What needs a browser, `npm test` runs.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { runSuite } from '../../test/vscode/runSuite';
import { buildExtension } from '../buildExtension';
import { runCommand } from '../install/runCommand';
import { INSTALL_DIR, REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { runTier } from './runTier';
import { summaryTable, totalLine, totalOf } from './summary';

runMain(async () => {
  const { values } = parseArgs({ options: { vscode: { type: 'string', default: 'current' } } });
  if (process.platform === 'linux' && process.env.DISPLAY === undefined) return inUnseenScreen();
  await buildExtension();
  const executable = await desktop(values.vscode);
  const name = `desktop-${values.vscode}`;
  const report = await runTier({
    name,
    needsBuild: true,
    run: async () => ({ kind: 'ran', ...(await runSuite({ executable })) }),
  });
  const total = totalOf([report]);
  console.log(`\n${summaryTable([report])}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});

/** This very command, with a screen. */
async function inUnseenScreen(): Promise<number> {
  const args = ['-a', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const purpose = 'Running the suite with xvfb-run (Debian package xvfb)';
  console.log(await runCommand({ purpose, file: 'xvfb-run', args, shownLines: Infinity }));
  return 0;
}

async function desktop(vscode: string): Promise<string> {
  if (vscode !== 'oldest' && vscode !== 'current') return path.resolve(vscode);
  const version = vscode === 'oldest' ? await oldestVersion() : 'stable';
  return downloadAndUnzipVSCode({ version, cachePath: INSTALL_DIR });
}

/** Of `engines.vscode`, e.g. `1.100.0` of `^1.100.0`. */
async function oldestVersion(): Promise<string> {
  const { engines } = JSON.parse(await readFile(path.join(REPO_ROOT, 'package.json'), 'utf8')) as {
    engines: { vscode: string }; // VS Code wants it
  };
  return engines.vscode.replace('^', '');
}
