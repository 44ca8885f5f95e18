import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as v from 'valibot';

/** A package that is not part of the product, where it has been found. */
export interface FoundPackage {
  readonly folder: string;
  readonly version: string;
  /** Loads it as Node loads it for those beside it. */
  readonly load: () => unknown;
}

const manifestSchema = v.object({ version: v.string() });

/**
 * Looks for an optional package in the folder given, then where Node would find it from here. Undefined where it is not
 * installed.
 */
export async function findPackage(name: string, packagesFolder?: string): Promise<FoundPackage | undefined> {
  const places = packagesFolder === undefined ? [] : [path.join(packagesFolder, 'package.json')];
  for (const place of [...places, __filename]) {
    const requireHere = createRequire(place);
    let manifest: string;
    try {
      manifest = requireHere.resolve(`${name}/package.json`);
    } catch {
      continue; // not there
    }
    const { version } = v.parse(manifestSchema, JSON.parse(await readFile(manifest, 'utf8')));
    return { folder: path.dirname(manifest), version, load: () => requireHere(name) as unknown };
  }
  return undefined;
}
