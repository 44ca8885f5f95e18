import path from 'node:path';
import { lookAt } from './changes/moveFile';

/**
 * Whether names in a folder that differ in letter case only are different names there. Mostly they are not on Windows and macOS; it is
 * the file system that counts, which is asked for the folder itself by another spelling.
 */
export async function tellsCase(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const { dir, base } = path.parse(path.resolve(folder));
  const other = base.replaceAll(/[a-z]/giu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  if (other === base) return platform !== 'win32' && platform !== 'darwin';
  const [found, same] = [await lookAt(folder), await lookAt(path.join(dir, other))];
  const isSame = found !== undefined && found.dev === same?.dev && found.ino === same.ino;
  return !isSame;
}

/** A name as a file system has it that tells neither letter case nor composition apart. */
export const caselessName = (name: string): string => name.normalize().toLowerCase();
