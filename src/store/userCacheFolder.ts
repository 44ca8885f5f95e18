import { homedir } from 'node:os';
import path from 'node:path';
import { PROGRAM } from '../core/names';

/** Where caches of programs belong on this system: stands in for the store of a read-only dataset. */
export function userCacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32')
    return path.join(environment.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), PROGRAM);
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', PROGRAM);
  const xdg = environment.XDG_CACHE_HOME;
  return path.join(xdg === undefined || xdg === '' ? path.join(homedir(), '.cache') : xdg, PROGRAM);
}
