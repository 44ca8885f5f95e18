import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';

/** An entry of package-lock.json, as far as it is used here; the rest is copied through. */
export interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Keys are `node_modules/…` paths, as in package-lock.json. */
export type LockedPackages = ReadonlyMap<string, LockedPackage>;

export async function readLockedPackages(): Promise<LockedPackages> {
  // Written by npm, which checks it on every install.
  const lock = JSON.parse(await readFile(path.join(REPO_ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return new Map(Object.entries(lock.packages).filter(([key]) => key !== ''));
}

/** The named packages and all that they depend on (not what they can optionally use). */
export function lockedClosure(packages: LockedPackages, names: readonly string[]): LockedPackages {
  const closure = new Map<string, LockedPackage>();
  const waiting = names.map((name) => ({ name, from: '' }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const key = resolveKey(packages, next.name, next.from);
    if (closure.has(key)) continue;
    const locked = packages.get(key)!; // resolveKey returns existing keys
    closure.set(key, locked);
    waiting.push(...Object.keys(locked.dependencies ?? {}).map((name) => ({ name, from: key })));
  }
  return closure;
}

/** Node's lookup, upwards from the dependent's folder. */
function resolveKey(packages: LockedPackages, name: string, from: string): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const key = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages.has(key)) return key;
    if (folder === '') throw new ScriptError(`${name} is not in package-lock.json; run npm install.`);
  }
}
