import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';
import { installOnce } from './installOnce';
import { runCommand } from './runCommand';

const REQUIREMENTS = path.join(REPO_ROOT, 'test', 'peers', 'requirements.txt');
const AN_HOUR_MS = 3_600_000;

/** Makes a virtual environment with the libraries that are compared with, once for each list of them. @returns its Python. */
export async function installPeers(): Promise<string> {
  const list = await readFile(REQUIREMENTS);
  const folder = await installOnce({
    name: `peers-${createHash('sha256').update(list).digest('hex').slice(0, 12)}`,
    announce: 'Making a Python environment of what test/peers/requirements.txt lists, once: some gigabytes.',
    install: async (unfinished) => {
      await makeEnvironment(unfinished);
      await runCommand({
        purpose: 'Installing the libraries that are compared with',
        file: pythonOf(unfinished),
        args: ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS],
        timeoutMs: AN_HOUR_MS,
      });
    },
  });
  return pythonOf(folder);
}

const pythonOf = (folder: string): string =>
  process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');

/** @throws ScriptError where Python comes without the modules for that, as on Debian. */
async function makeEnvironment(folder: string): Promise<void> {
  const purpose = 'Making a Python environment';
  await runCommand({ purpose, file: 'python3', args: ['--version'] });
  try {
    await runCommand({ purpose, file: 'python3', args: ['-c', 'import ensurepip, venv'] });
  } catch (cause) {
    throw new ScriptError(
      'python3 cannot make virtual environments: install python3-venv (Debian, Ubuntu), or pass -- --python PATH of a Python that has the libraries.',
      { cause },
    );
  }
  await runCommand({ purpose, file: 'python3', args: ['-m', 'venv', folder] });
}
