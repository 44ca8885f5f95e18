import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { collectTexts } from '../../scripts/l10n/collectTexts';
import { writeTexts, type Texts } from '../../scripts/l10n/languageFiles';
import { REPO_ROOT } from '../../scripts/repoPaths';
import type { TestFolders } from './testFolders';

/** VS Code's name of a language that nobody speaks: English with marks on the letters. What has none was never translated. */
export const PSEUDO_LANGUAGE = 'qps-ploc';

/** Teaches VS Code the language, which leaves its own texts in English, and the extension in `extension`, a folder of links. */
export async function teachPseudoLanguage(
  extension: string,
  { userDataDir }: Pick<TestFolders, 'userDataDir'>,
): Promise<void> {
  const { bundle, manifest } = await collectTexts();
  await unlink(extension, 'media', (file) => path.basename(file) !== 'l10n');
  await mkdir(path.join(extension, 'media', 'l10n'));
  await writeTexts(
    path.join(extension, 'media', 'l10n', `bundle.l10n.${PSEUDO_LANGUAGE}.json`),
    pseudo(bundle),
  );
  await writeTexts(path.join(extension, `package.nls.${PSEUDO_LANGUAGE}.json`), pseudo(manifest));
  // VS Code knows by the real path of a program which extension's texts it asks for.
  await unlink(extension, 'dist', (file) => !file.endsWith('.map'));
  await writeLanguagePack(userDataDir);
}

/** Puts a copy in the place of a link in the extension's folder. */
async function unlink(extension: string, name: string, isCopied: (file: string) => boolean): Promise<void> {
  const link = path.join(extension, name);
  await rm(link);
  await cp(path.join(REPO_ROOT, name), link, { recursive: true, filter: isCopied });
}

const pseudo = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudoText(text)]));

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const MARKED = 'ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ';
/** What is the same in every language: placeholders, icons, code, where links lead, settings. */
const VERBATIM = /\{\w+[}|]|\$\([\w~-]+\)|`[^`]*`|\]\([^)]*\)|#\w+(?:\.\w+)*#|%\w+%/gu;

function pseudoText(text: string): string {
  const mark = (part: string) =>
    part.replaceAll(/[a-z]/giu, (letter) => {
      const marked = MARKED[LETTERS.indexOf(letter.toLowerCase())] ?? letter;
      return letter === letter.toLowerCase() ? marked : marked.toUpperCase();
    });
  let result = '';
  let from = 0;
  for (const found of text.matchAll(VERBATIM)) {
    result += mark(text.slice(from, found.index)) + found[0];
    from = found.index + found[0].length;
  }
  return result + mark(text.slice(from));
}

/** As VS Code keeps what it knows of the language packs that are installed; without one, a language is not used. */
async function writeLanguagePack(userDataDir: string): Promise<void> {
  const file = path.join(userDataDir, 'pseudo.i18n.json');
  await mkdir(userDataDir, { recursive: true });
  await writeFile(file, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'pseudo',
    label: PSEUDO_LANGUAGE,
    extensions: [{ extensionIdentifier: { id: 'label-review.pseudo' }, version: '1.0.0' }],
    translations: { vscode: file },
  };
  await writeFile(path.join(userDataDir, 'languagepacks.json'), JSON.stringify({ [PSEUDO_LANGUAGE]: pack }));
}
