import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { checkLicences } from './checkLicences';
import type { LockedPackages } from './lockedPackages';

const LICENSE_FILE = /^(licen[cs]e|notice|copying)/i;

/** Licences, kept in `licenses`, of what is compiled into a package that does not mention it. */
const LICENSES_WITHIN: Readonly<Record<string, string>> = { '@cwasm/jpeg-turbo': 'libjpeg-turbo.txt' };

/** The licences of all that is bundled or shipped, which most of them ask to be passed on. @throws as `checkLicences`. */
export async function thirdPartyNotices(packages: LockedPackages, roots: readonly string[]): Promise<string> {
  checkLicences(packages);
  // Types leave nothing behind in what runs.
  const keys = [...packages.keys()].filter((key) => !/@types\/|@webgpu\/types/.test(key)).sort();
  const sections = await Promise.all(
    keys.map(async (key) => {
      const { version, license } = packages.get(key)!; // one of its own keys
      const name = key.slice(key.lastIndexOf('node_modules/') + 13);
      const title = `${name} ${version} (${license ?? 'see below'})`;
      const texts = await licenseTexts(roots.map((root) => path.join(root, key)));
      return [title, '='.repeat(title.length), ...texts, ...(await textsWithin(name))].join('\n\n');
    }),
  );
  return `Label Review contains the following third-party software.\n\n${[...sections, await encoderNotice()].join('\n\n')}\n`;
}

/** Of the weights, which are no package. */
async function encoderNotice(): Promise<string> {
  const title = 'EfficientNet-Lite0 and EfficientNet-Lite2, weights (Apache-2.0)';
  const texts = ['README.md', 'LICENSE'].map((name) => path.join(REPO_ROOT, 'media', 'encoder', name));
  const [about, license] = await Promise.all(texts.map((file) => readFile(file, 'utf8')));
  return [title, '='.repeat(title.length), about!.trim(), license!.trim()].join('\n\n');
}

/** The licence texts in the first of the folders that exists. */
async function licenseTexts(folders: readonly string[]): Promise<string[]> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => undefined); // not installed here
    if (names === undefined) continue;
    const files = names.filter((name) => LICENSE_FILE.test(name)).sort();
    return Promise.all(files.map(async (name) => (await readFile(path.join(folder, name), 'utf8')).trim()));
  }
  return [];
}

async function textsWithin(name: string): Promise<string[]> {
  const file = LICENSES_WITHIN[name];
  return file === undefined ? [] : [(await readFile(path.join(__dirname, 'licenses', file), 'utf8')).trim()];
}
