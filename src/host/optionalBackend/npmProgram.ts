import { existsSync } from 'node:fs';
import path from 'node:path';

/** A program, and the arguments that come before all others. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

export interface NpmPlaces {
  readonly platform?: NodeJS.Platform;
  /** The variable of that name. */
  readonly searchPath?: string | undefined;
  readonly exists?: (file: string) => boolean;
}

/**
 * What starts npm. On Windows it is a script that only a shell takes, which quotes in its own way and starts nothing in a folder on a
 * server; so npm's own module is started with the Node beside it, where both are in their usual places.
 */
export function findNpm({
  platform = process.platform,
  searchPath = process.env.PATH,
  exists = existsSync,
}: NpmPlaces = {}): Program {
  if (platform !== 'win32') return { file: 'npm', args: [] };
  const join = (...parts: readonly string[]) => path.win32.join(...parts);
  const folders = (searchPath ?? '').split(path.win32.delimiter).filter((folder) => folder !== '');
  const home = folders.find((folder) => exists(join(folder, 'npm.cmd')));
  if (home === undefined) return { file: 'npm.exe', args: [] }; // of which the system says that there is none
  const module = join(home, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const node = [home, ...folders].map((folder) => join(folder, 'node.exe')).find((file) => exists(file));
  if (node === undefined || !exists(module)) return { file: join(home, 'npm.cmd'), args: [] };
  return { file: node, args: [module] };
}
