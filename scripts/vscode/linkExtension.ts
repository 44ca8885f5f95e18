import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

/** What VS Code and our code read from the extension's folder. `sharp` is found through the real path of `dist`. */
const LINKED = ['dist', 'media', 'node_modules'];
const COPIED = /^package(?:\.nls(?:\.[\w-]+)?)?\.json$/u;

/**
 * Puts the extension of a checkout into an extensions folder, as an installed one, and returns where.
 *
 * A folder of links rather than one link to the checkout: VS Code may delete an extension's folder, which must never
 * be a checkout.
 */
export async function linkExtension(checkout: string, extensionsDir: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(checkout, 'package.json'), 'utf8'));
  const folder = path.join(extensionsDir, extensionFolderName(manifest));
  await mkdir(folder, { recursive: true });
  const names = await readdir(checkout);
  for (const name of names.filter((each) => COPIED.test(each)))
    await cp(path.join(checkout, name), path.join(folder, name));
  for (const name of LINKED) await symlink(path.join(checkout, name), path.join(folder, name), 'junction');
  return folder;
}

function extensionFolderName(manifest: unknown): string {
  const { publisher, name, version } = manifest as Record<string, unknown>; // package.json is an object
  return `${String(publisher)}.${String(name)}-${String(version)}`;
}
