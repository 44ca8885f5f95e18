import path from 'node:path';
import { createServer } from 'node:net';
import { WALKTHROUGH_VARIABLE } from '../../src/core/names';
import { ensureCodeServer } from '../install/codeServer';
import { INSTALL_DIR, REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';
import { startCodeServer, type CodeServer } from '../vscode/codeServer';
import { linkExtension } from '../vscode/linkExtension';
import { onStopSignals } from '../vscode/onStopSignals';
import { createTemporaryFolder } from '../vscode/temporaryFolder';
import { workbenchUrl } from '../vscode/workbenchPage';

export interface ServeOptions {
  readonly folder: string;
  /** Undefined: the usual one, or any free one. */
  readonly port: number | undefined;
}

/** The same at every start, so that an address and an SSH tunnel stay valid. */
const USUAL_PORT = 8890;

/** Serves VS Code with this checkout's extension to a browser on this machine until Ctrl+C. Returns the exit code. */
export async function serveInBrowser({ folder, port }: ServeOptions): Promise<number> {
  const installed = await ensureCodeServer('current');
  const extensions = await createTemporaryFolder('extensions');
  try {
    await linkExtension(REPO_ROOT, extensions.path);
    const server = await startCodeServer({
      installed,
      userDataDir: path.join(INSTALL_DIR, 'code-server-user-data'),
      extensionsDir: extensions.path,
      port: await choosePort(port),
      environment: { [WALKTHROUGH_VARIABLE]: '1' },
    });
    return await serveUntilStopped(server, folder);
  } finally {
    await extensions.remove();
  }
}

async function serveUntilStopped(server: CodeServer, folder: string): Promise<number> {
  const stopAsked = new Promise<'asked'>((resolve) => {
    onStopSignals(() => {
      console.log('\nStopping.');
      resolve('asked');
      return Promise.resolve();
    });
  });
  console.log(welcome(server.origin, folder));
  const ending = await Promise.race([stopAsked, server.exited]);
  await server.stop();
  if (ending === 'asked') return 0;
  throw new ScriptError(`code-server ended by itself.\n${server.log()}`);
}

function welcome(origin: string, folder: string): string {
  const { port } = new URL(origin);
  return `
VS Code with Label Review is running on this machine. Open in a browser:

    ${workbenchUrl(origin, folder)}

The walkthrough that opens says how it goes; F1 and "Label Review: Find Wrong Labels…" begins.
From another machine, forward the port first: ssh -L ${port}:localhost:${port} THIS_MACHINE
Press Ctrl+C here to stop.
`;
}

async function choosePort(wanted: number | undefined): Promise<number> {
  if (await isFree(wanted ?? USUAL_PORT)) return wanted ?? USUAL_PORT;
  if (wanted === undefined) return 0;
  throw new ScriptError(`Port ${wanted} is in use; choose another with --port.`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
