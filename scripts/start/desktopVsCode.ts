import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { WALKTHROUGH_VARIABLE } from '../../src/core/names';
import { INSTALL_DIR, REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';

/** Whether a window would be seen. In a terminal of VS Code over SSH, `code` belongs to the other machine. */
export function hasDisplay(): boolean {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return false;
  if (process.platform === 'win32') return true;
  if (process.platform === 'darwin') return process.env.SSH_CONNECTION === undefined;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** `VSCODE_PATH`, else `code` on the PATH or in a usual place, else one downloaded; undefined where none can be had. */
export async function findDesktopVsCode(): Promise<string | undefined> {
  const named = process.env.VSCODE_PATH;
  if (named !== undefined && !existsSync(named))
    throw new ScriptError(`VSCODE_PATH names ${named}, which does not exist.`);
  return named ?? [...onPath(), ...usualPlaces()].find((file) => existsSync(file)) ?? (await download());
}

function onPath(): string[] {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name));
}

function usualPlaces(): string[] {
  const localAppData = process.env.LOCALAPPDATA ?? '';
  if (process.platform === 'win32')
    return [path.join(localAppData, 'Programs', 'Microsoft VS Code', 'bin', 'code.cmd')];
  if (process.platform === 'darwin')
    return ['/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'];
  return ['/usr/share/code/bin/code', '/snap/bin/code'];
}

async function download(): Promise<string | undefined> {
  console.log('No VS Code is installed here; downloading one (about 150 MB).');
  try {
    return await downloadAndUnzipVSCode({ cachePath: INSTALL_DIR, extensionDevelopmentPath: REPO_ROOT });
  } catch (error) {
    console.log(`The download failed (${error instanceof Error ? error.message : String(error)}).`);
    return undefined;
  }
}

/** Opens a new window on the folder, with this checkout's extension in it, and returns once it has started. */
export async function openInDesktop(executable: string, folder: string): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${REPO_ROOT}`, folder];
  // Root's VS Code refuses to start without a folder of its own and with a sandbox.
  if (process.getuid?.() === 0)
    args.push('--no-sandbox', `--user-data-dir=${path.join(INSTALL_DIR, 'desktop')}`);
  const shell = process.platform === 'win32'; // code.cmd needs one
  const child = spawn(
    shell ? `"${executable}"` : executable,
    shell ? args.map((argument) => `"${argument}"`) : args,
    {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, [WALKTHROUGH_VARIABLE]: '1' },
      shell,
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new ScriptError(`${executable} could not be started: ${error.message}.`)),
    );
  });
  child.unref();
}
