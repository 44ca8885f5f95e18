import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './runCommand';

/** Never runs install scripts: they need compilers or downloads from outside the npm registry. */
const FLAGS = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];

export interface NpmInstall {
  readonly purpose: string;
  readonly folder: string;
  /** `name@version`; none installs what the folder's own package.json asks for. */
  readonly packages?: readonly string[];
}

/** `npm install` in a folder outside this project's own dependency tree. */
export async function npmInstall({ purpose, folder, packages = [] }: NpmInstall): Promise<void> {
  if (packages.length > 0)
    await writeFile(path.join(folder, 'package.json'), '{ "private": true, "name": "installed" }\n');
  const npm = npmCommand();
  await runCommand({
    purpose,
    file: npm.file,
    args: [...npm.args, 'install', ...FLAGS, ...packages],
    cwd: folder,
  });
}

/** The npm that runs this script, started by the same Node; else the one on PATH. */
export function npmCommand(): { readonly file: string; readonly args: readonly string[] } {
  const running = process.env.npm_execpath;
  if (running !== undefined && path.basename(running) === 'npm-cli.js')
    return { file: process.execPath, args: [running] };
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}
