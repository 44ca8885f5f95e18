import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmCommand } from '../install/npmInstall';
import { runCommand } from '../install/runCommand';
import { LANGUAGES, languageFiles } from '../l10n/languageFiles';
import { REPO_ROOT } from '../repoPaths';
import { lockedClosure, readLockedPackages, type LockedPackages } from './lockedPackages';
import { thirdPartyNotices } from './notices';
import { shippedPage } from './shippedPage';
import type { PackageTarget } from './target';

const COPIED = [
  'dist',
  'media',
  'package.nls.json',
  ...LANGUAGES.map((language) => path.basename(languageFiles(language).manifest)),
  'LICENSE',
  '.vscodeignore',
];

/** Shown by VS Code and the Marketplace on the page of the extension. */
const PAGES = ['README.md', 'CHANGELOG.md'];

/** `--force`: the target may be another system than this one. */
const CI_FLAGS = [
  '--ignore-scripts',
  '--omit=optional',
  '--force',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Fills a folder with what the .vsix is made from, so that this checkout's own node_modules stay as they are: the
 * built extension, and sharp for the target, installed in the versions and with the checksums of package-lock.json.
 */
export async function stageExtension(stage: string, target: PackageTarget): Promise<void> {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  for (const name of COPIED)
    await cp(path.join(REPO_ROOT, name), path.join(stage, name), { recursive: true });

  const locked = await readLockedPackages();
  const manifest = await readManifest();
  for (const page of PAGES) await writeFile(path.join(stage, page), await readPage(page, manifest));
  const shipped = lockedClosure(locked, ['sharp', ...target.sharpPackages]);
  const dependencies = Object.fromEntries(
    ['sharp', ...target.sharpPackages].map((name) => [name, shipped.get(`node_modules/${name}`)!.version]),
  );
  await writeJson(path.join(stage, 'package.json'), { ...shippedManifest(manifest), dependencies });
  await writeJson(path.join(stage, 'package-lock.json'), stagedLock(dependencies, shipped));
  const npm = npmCommand();
  await runCommand({
    purpose: 'Installing sharp for the package',
    file: npm.file,
    args: [...npm.args, 'ci', ...CI_FLAGS],
    cwd: stage,
  });
  const bundled = lockedClosure(locked, Object.keys(manifest.dependencies));
  const notices = await thirdPartyNotices(new Map([...bundled, ...shipped]), [stage, REPO_ROOT]);
  await writeFile(path.join(stage, 'THIRD_PARTY_NOTICES.txt'), notices);
}

/** With a repository, vsce makes links and pictures absolute. */
async function readPage(page: string, { repository }: Manifest): Promise<string> {
  const markdown = await readFile(path.join(REPO_ROOT, page), 'utf8');
  return repository === undefined ? shippedPage(markdown) : markdown;
}

interface Manifest extends Record<string, unknown> {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly repository?: unknown;
}

async function readManifest(): Promise<Manifest> {
  // This project's own; `dependencies` has been there from the start.
  return JSON.parse(await readFile(path.join(REPO_ROOT, 'package.json'), 'utf8')) as Manifest;
}

/** The manifest without what only a checkout needs; `files` would be a second list beside .vscodeignore. */
function shippedManifest(manifest: Manifest): Record<string, unknown> {
  const omitted = new Set(['scripts', 'files', 'devDependencies', 'optionalDependencies', 'allowScripts']);
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !omitted.has(key)));
}

/** Only what is shipped, all of it required: npm would otherwise miss sharp's builds for every other system. */
function stagedLock(dependencies: Readonly<Record<string, string>>, shipped: LockedPackages): unknown {
  const required = [...shipped].map(
    ([key, entry]) => [key, { ...entry, optional: undefined, optionalDependencies: undefined }] as const,
  );
  return { lockfileVersion: 3, packages: { '': { dependencies }, ...Object.fromEntries(required) } };
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
