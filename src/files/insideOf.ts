import path from 'node:path';

/** `file` relative to `folder`, with `/`; empty for the folder itself, undefined for what lies elsewhere. */
export function insideOf(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
    return undefined;
  return path.sep === '/' ? relative : relative.replaceAll(path.sep, '/');
}
