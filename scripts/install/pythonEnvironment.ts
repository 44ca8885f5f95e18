import path from 'node:path';
import { ScriptError } from '../scriptError';
import { installOnce, type Installation } from './installOnce';
import { runCommand } from './runCommand';

export interface PythonEnvironment extends Pick<Installation, 'name' | 'announce'> {
  /** What pip is told to install. */
  readonly packages: readonly string[];
  /** Of the installation, as the start of a sentence. */
  readonly purpose: string;
}

const AN_HOUR_MS = 3_600_000;

/** Makes a virtual environment with some packages, once. @returns its Python. */
export async function pythonEnvironment({
  packages,
  purpose,
  ...installation
}: PythonEnvironment): Promise<string> {
  const folder = await installOnce({
    ...installation,
    install: async (unfinished) => {
      await makeEnvironment(unfinished);
      await runCommand({
        purpose,
        file: pythonOf(unfinished),
        args: ['-m', 'pip', 'install', '--quiet', ...packages],
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
