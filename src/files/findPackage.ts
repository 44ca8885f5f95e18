import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';

/** A package that is not part of the product, where it has been found. */
export interface FoundPackage {
  readonly folder: string;
  readonly version: string;
  /** Loads it as Node loads it for those beside it. */
  readonly load: () => unknown;
  /** The same for a package of ES modules, which not every Node can `require`. */
  readonly import: () => Promise<unknown>;
}

export interface PackagePlace {
  readonly name: string;
  /** Its own folder among those into which optional packages have been installed. */
  readonly subfolder: string;
}

const manifestSchema = v.object({ version: v.string() });

/**
 * Looks for an optional package in its folder inside the one given, then in that one itself, then where Node would find
 * it from here. Undefined where it is not installed.
 */
export async function findPackage(
  { name, subfolder }: PackagePlace,
  packagesFolder?: string,
): Promise<FoundPackage | undefined> {
  // Node looks in the folders above, too.
  const places = packagesFolder === undefined ? [] : [path.join(packagesFolder, subfolder, 'package.json')];
  for (const place of [...places, __filename]) {
    const requireHere = createRequire(place);
    const folder = await findFolder(name, requireHere);
    if (folder === undefined) continue;
    const manifest = await readFile(path.join(folder, 'package.json'), 'utf8');
    const { version } = v.parse(manifestSchema, JSON.parse(manifest));
    return {
      folder,
      version,
      load: () => requireHere(name) as unknown,
      import: () => import(pathToFileURL(requireHere.resolve(name)).href) as Promise<unknown>,
    };
  }
  return undefined;
}

/** Asking Node for the manifest would not do: some packages do not let it be seen. */
async function findFolder(name: string, requireHere: NodeJS.Require): Promise<string | undefined> {
  for (const modules of requireHere.resolve.paths(name) ?? []) {
    const folder = path.join(modules, name);
    const isThere = await access(path.join(folder, 'package.json')).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}
