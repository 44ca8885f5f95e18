import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmCommand } from '../install/npmInstall';
import { runCommand } from '../install/runCommand';
import { OUT_DIR, REPO_ROOT } from '../repoPaths';

/** What of a CycloneDX document is read here; the rest is passed on. */
interface Sbom {
  readonly metadata: { readonly component: { readonly version: string } };
}

/** Writes what the packages are made of, in CycloneDX, and returns the file. */
export async function writeSbom(): Promise<string> {
  const npm = npmCommand();
  const printed = await runCommand({
    purpose: 'Listing what the packages are made of',
    file: npm.file,
    args: [
      ...npm.args,
      'sbom',
      '--sbom-format=cyclonedx',
      '--package-lock-only',
      '--omit=dev',
      '--omit=optional',
    ],
    cwd: REPO_ROOT,
  });
  const sbom = JSON.parse(printed) as Sbom; // of npm
  const { component } = sbom.metadata;
  // npm takes the name of the folder, which is anybody's.
  const named = {
    ...sbom,
    metadata: { ...sbom.metadata, component: { ...component, name: 'label-review' } },
  };
  const file = path.join(OUT_DIR, `label-review-${component.version}.cdx.json`);
  await mkdir(OUT_DIR, { recursive: true });
  await writeFile(file, `${JSON.stringify(named, undefined, 2)}\n`);
  return file;
}
