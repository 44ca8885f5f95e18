/** `npm run package:all`: all that is released, in `out/packages`: a .vsix for every system, the npm package, SBOM and checksums. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildForRelease } from './buildForRelease';
import { packBuilt } from './packageExtension';
import { packBuiltForNpm } from './packageNpm';
import { writeSbom } from './sbom';
import { packageTarget, TARGETS } from './target';
import { OUT_DIR } from '../repoPaths';
import { runMain } from '../runMain';

const FOLDER = path.join(OUT_DIR, 'packages');

runMain(async () => {
  await buildForRelease();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const names: string[] = [];
  const keep = async (file: string, files: number | undefined) => {
    const name = path.basename(file);
    await copyFile(file, path.join(FOLDER, name));
    names.push(name);
    const bytes = (await readFile(file)).length;
    const counted = files === undefined ? '' : `${files} files, `;
    console.log(`${name}: ${counted}${(bytes / 1_000_000).toFixed(1)} MB`);
  };
  for (const target of [undefined, ...TARGETS]) {
    const { file, contents } = await packBuilt(packageTarget(target));
    await keep(file, contents.length);
  }
  const npm = await packBuiltForNpm();
  await keep(npm.file, npm.contents.length);
  await keep(await writeSbom(), undefined);
  const sums = await Promise.all(
    names.map(async (name) => `${await sha256(path.join(FOLDER, name))}  ${name}\n`),
  );
  await writeFile(path.join(FOLDER, 'SHA256SUMS'), sums.join(''));
  return 0;
});

async function sha256(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
