import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../install/runCommand';
import { OUT_DIR, REPO_ROOT } from '../repoPaths';
import { ScriptError } from '../scriptError';

/** The entries of the library. */
export const ENTRIES = ['index', 'core'] as const;
export type LibraryEntry = (typeof ENTRIES)[number];

const TYPES_DIR = path.join(OUT_DIR, 'types');

/** One file of declarations for each entry: its own, and of all others what they name. */
export async function bundleDeclarations(): Promise<Readonly<Record<LibraryEntry, string>>> {
  await rm(TYPES_DIR, { recursive: true, force: true });
  // TypeScript 7 takes a second for what its predecessor, which the bundler runs on, takes twenty.
  await node('Making declarations', 'typescript-7/bin/tsc', [
    '-p',
    path.join(__dirname, 'emit.tsconfig.json'),
  ]);
  const bundler = 'dts-bundle-generator/dist/bin/dts-bundle-generator.js';
  await node('Bundling declarations', bundler, ['--silent', '--config', path.join(__dirname, 'bundle.json')]);
  const [index, core] = await Promise.all(
    ENTRIES.map((entry) => readFile(path.join(TYPES_DIR, `${entry}.d.mts`), 'utf8')),
  );
  for (const text of [index!, core!])
    if (/^import\b/mu.test(text))
      throw new ScriptError(
        'A type of the library is made of a type of a package; write it out in src/library.',
      );
  return { index: index!, core: core! };
}

const node = (purpose: string, script: string, args: readonly string[]) =>
  runCommand({
    purpose,
    file: process.execPath,
    args: [path.join(REPO_ROOT, 'node_modules', script), ...args],
    cwd: REPO_ROOT,
  });
