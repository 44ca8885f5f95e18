/**
 * Stands in for the VS Code executable where the desktop program cannot be had: takes the flags that
 * @vscode/test-electron passes, runs the suite in code-server with a headless Chromium, exits with its result.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from '../../../scripts/install/chromium';
import { ensureCodeServer } from '../../../scripts/install/codeServer';
import { OUT_DIR } from '../../../scripts/repoPaths';
import { ScriptError } from '../../../scripts/scriptError';
import { startCodeServer, type CodeServer } from '../../../scripts/vscode/codeServer';
import { onStopSignals } from '../../../scripts/vscode/onStopSignals';
import { openWorkbenchPage } from '../../../scripts/vscode/workbenchPage';
import { parseHostFlags, type HostFlags } from './hostFlags';
import { isRestrictedDrive, runDrive, userOfDrive } from './runDrive';
import { runSuite } from './runSuite';

const SIGNAL_EXIT_CODE = 130;

async function main(): Promise<number> {
  const flags = parseHostFlags(process.argv.slice(2));
  const chromiumPath = await ensureChromium();
  if (chromiumPath === undefined)
    throw new ScriptError('No Chromium was found; install one or set CHROMIUM_PATH.');
  const server = await startCodeServer({
    installed: await ensureCodeServer(flags.version),
    userDataDir: flags.userDataDir,
    extensionsDir: flags.extensionsDir,
    isRestricted: flags.job.kind === 'drive' && isRestrictedDrive(flags.job.module),
    ...(flags.job.kind === 'drive' && userOfDrive(flags.job.module)),
    testDriver: flags.job.kind === 'suite',
  });
  const stopOnSignal = onStopSignals(async () => {
    await server.stop();
    process.exit(SIGNAL_EXIT_CODE);
  });
  try {
    return await runJob(flags, server, chromiumPath);
  } finally {
    await server.stop();
    stopOnSignal.dispose();
  }
}

async function runJob(flags: HostFlags, server: CodeServer, chromiumPath: string): Promise<number> {
  const workbench = await openWorkbenchPage({ chromiumPath });
  const { page } = workbench;
  const log: string[] = [];
  const workbenchLog = (line: string) => {
    log.push(line);
    if (process.env.HOST_VERBOSE !== undefined) console.log(line);
  };
  try {
    const running =
      flags.job.kind === 'suite'
        ? runSuite({ ...flags, ...flags.job, page, origin: server.origin, workbenchLog })
        : runDrive({ ...flags, ...flags.job, page, origin: server.origin });
    const exitCode = await Promise.race([
      running,
      serverEnded(server),
      new Promise<string>((resolve) => page.once('crash', () => resolve('The workbench page crashed.'))),
      new Promise<string>((resolve) =>
        setTimeout(() => resolve(`No result after ${flags.timeoutMs / 1000} s.`), flags.timeoutMs).unref(),
      ),
    ]);
    if (exitCode === 0) return 0;
    if (typeof exitCode === 'string') console.error([exitCode, ...log, server.log()].join('\n'));
    const screenshot = path.join(OUT_DIR, 'vscode', `failed-${flags.version}-${flags.job.kind}.png`);
    await mkdir(path.dirname(screenshot), { recursive: true });
    // The page may be what has failed; its picture is a help, not a result.
    await page.screenshot({ path: screenshot }).then(
      () => console.error(`Screenshot: ${path.relative(process.cwd(), screenshot)}`),
      () => undefined,
    );
    return typeof exitCode === 'string' ? 1 : exitCode;
  } finally {
    await workbench.close();
  }
}

async function serverEnded(server: CodeServer): Promise<string> {
  await server.exited;
  return 'code-server ended before the tests did.';
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error instanceof ScriptError ? error.message : error);
    process.exit(1);
  },
);
