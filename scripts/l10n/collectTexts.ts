import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { KEYS } from '../../src/core/keys';
import { MESSAGES } from '../../src/core/words/messages';
import { REPO_ROOT } from '../repoPaths';
import { readTexts, type TextKind, type Texts } from './languageFiles';

/** Where texts are said with `l10n.t`. */
const FOLDERS = ['src', 'webview'];

/** All that the program says, in English: by text, what code says; by key, what package.json names. */
export async function collectTexts(): Promise<Readonly<Record<TextKind, Texts>>> {
  const files = (await Promise.all(FOLDERS.map(sourceFiles))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const said = await getL10nJson(contents.map((text) => ({ contents: text, extension: '.ts' })));
  const bundle = [...Object.keys(said), ...Object.values(MESSAGES), ...KEYS.map(({ meaning }) => meaning)];
  return {
    bundle: Object.fromEntries(bundle.map((text) => [text, text])),
    manifest: await readTexts(path.join(REPO_ROOT, 'package.nls.json')),
  };
}

async function sourceFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(REPO_ROOT, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.join(REPO_ROOT, folder, name));
}
