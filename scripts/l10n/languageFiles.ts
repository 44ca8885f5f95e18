import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';

/** Languages of VS Code that the extension speaks besides English, as VS Code names them. */
export const LANGUAGES = ['de', 'zh-cn', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** By text or key. */
export type Texts = Readonly<Record<string, string>>;

/** The two files that VS Code wants of a language: what code says, by text, and what package.json names, by key. */
export const TEXT_KINDS = ['bundle', 'manifest'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export const languageFiles = (language: Language): Readonly<Record<TextKind, string>> => ({
  bundle: path.join(REPO_ROOT, 'media', 'l10n', `bundle.l10n.${language}.json`),
  manifest: path.join(REPO_ROOT, `package.nls.${language}.json`),
});

/** None where there is no file. */
export async function readTexts(file: string): Promise<Texts> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    return {};
  }
  return JSON.parse(content) as Texts; // a file of ours
}

export async function writeTexts(file: string, texts: Texts): Promise<void> {
  await writeFile(file, `${JSON.stringify(texts, undefined, 2)}\n`);
}
