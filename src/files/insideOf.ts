import path from 'node:path';

/** `file` relative to `folder`, with `/`; empty for the folder itself, undefined for what lies elsewhere. */
export function insideOf(folder: string, file: string): string | undefined {
  const relative = relativeTo(folder, file);
  const isElsewhere = relative === '..' || relative.startsWith('../') || path.isAbsolute(relative);
  return isElsewhere ? undefined : relative;
}

/**
 * `file` relative to `folder`, with `/` on every system: as files have it that another one may read. On another drive of Windows it
 * stays absolute.
 */
export function relativeTo(folder: string, file: string, system: path.PlatformPath = path): string {
  const relative = system.relative(folder, file);
  return system.sep === '/' ? relative : relative.replaceAll(system.sep, '/');
}
