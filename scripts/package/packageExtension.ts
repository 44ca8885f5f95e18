import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { OUT_DIR } from '../repoPaths';
import { stageExtension } from './stageExtension';
import { buildForRelease } from './buildForRelease';
import { packageTarget, type PackageTarget } from './target';

export interface PackagedExtension {
  readonly file: string;
  readonly bytes: number;
  /** `/`-separated paths inside the extension's folder, sorted. */
  readonly contents: readonly string[];
}

/** Builds for release and writes the .vsix; without a target, one that runs on every system. */
export async function packageExtension(targetName?: string): Promise<PackagedExtension> {
  const target = packageTarget(targetName);
  await buildForRelease();
  return packBuilt(target);
}

/** Writes the .vsix for a target from what `buildForRelease` has left. */
export async function packBuilt(target: PackageTarget): Promise<PackagedExtension> {
  const targetName = target.vsceTarget;
  const stage = path.join(OUT_DIR, 'package', targetName ?? 'universal');
  await stageExtension(stage, target);

  const { name, version, repository } = JSON.parse(
    await readFile(path.join(stage, 'package.json'), 'utf8'),
  ) as {
    name: string; // both are required by VS Code and present in ours
    version: string;
    repository?: unknown;
  };
  const suffix = targetName === undefined ? '' : `-${targetName}`;
  const file = path.join(OUT_DIR, `${name}${suffix}-${version}.vsix`);
  await createVSIX({
    cwd: stage,
    packagePath: file,
    target: target.vsceTarget,
    allowMissingRepository: true,
    // By the address of the repository; where there is none, `shippedPage` has left no such links.
    rewriteRelativeLinks: repository !== undefined,
  });
  const contents = await listFiles({ cwd: stage, packageManager: PackageManager.Npm });
  return { file, bytes: (await stat(file)).size, contents: [...contents].sort() };
}
