import { stat } from 'node:fs/promises';
import path from 'node:path';
import { npmCommand } from '../install/npmInstall';
import { runCommand } from '../install/runCommand';
import { OUT_DIR } from '../repoPaths';
import { buildForRelease } from './buildForRelease';
import { stageNpm } from './stageNpm';

export interface PackedNpm {
  readonly file: string;
  readonly bytes: number;
  /** `/`-separated paths in the package, sorted. */
  readonly contents: readonly string[];
}

/** Builds for release and writes `label-review-<version>.tgz`: the command line and the library, for npm. */
export async function packageNpm(): Promise<PackedNpm> {
  await buildForRelease();
  return packBuiltForNpm();
}

/** Writes the tarball from what `buildForRelease` has left. */
export async function packBuiltForNpm(): Promise<PackedNpm> {
  const stage = path.join(OUT_DIR, 'npm');
  await stageNpm(stage);
  const npm = npmCommand();
  const printed = await runCommand({
    purpose: 'Packing for npm',
    file: npm.file,
    args: [...npm.args, 'pack', '--json', '--loglevel=error', '--pack-destination', OUT_DIR],
    cwd: stage,
  });
  // What `npm pack --json` prints, the only package of a list.
  const [packed] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }];
  const file = path.join(OUT_DIR, packed.filename);
  const contents = packed.files.map((each) => each.path).sort();
  return { file, bytes: (await stat(file)).size, contents };
}
