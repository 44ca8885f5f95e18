import { readFile } from 'node:fs/promises';
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
    let manifest: string;
    try {
      manifest = requireHere.resolve(`${name}/package.json`);
    } catch {
      continue; // not there
    }
    const { version } = v.parse(manifestSchema, JSON.parse(await readFile(manifest, 'utf8')));
    return {
      folder: path.dirname(manifest),
      version,
      load: () => requireHere(name) as unknown,
      import: () => import(pathToFileURL(requireHere.resolve(name)).href) as Promise<unknown>,
    };
  }
  return undefined;
}
