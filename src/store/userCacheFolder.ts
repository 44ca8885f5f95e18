import { homedir } from 'node:os';
import path from 'node:path';

/** Where caches of programs belong on this system: stands in for the store of a read-only dataset. */
export function userCacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = 'label-review';
  if (platform === 'win32')
    return path.join(environment.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), name);
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', name);
  const xdg = environment.XDG_CACHE_HOME;
  return path.join(xdg === undefined || xdg === '' ? path.join(homedir(), '.cache') : xdg, name);
}
