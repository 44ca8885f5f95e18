/**
 * `npm run l10n`: brings the files of every language up to date with what the program says: texts that are gone go, the others come in
 * the order of the sources. What has no translation yet is written to `out/l10n` and counted.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LANGUAGES, languageFiles, readTexts, TEXT_KINDS, writeTexts, type Texts } from './languageFiles';
import { collectTexts } from './collectTexts';
import { OUT_DIR } from '../repoPaths';
import { runMain } from '../runMain';

runMain(async () => {
  const folder = path.join(OUT_DIR, 'l10n');
  await mkdir(folder, { recursive: true });
  const said = await collectTexts();
  for (const language of LANGUAGES)
    for (const kind of TEXT_KINDS) {
      const file = languageFiles(language)[kind];
      const [kept, missing] = divide(said[kind], await readTexts(file));
      await writeTexts(file, kept);
      await writeFile(
        path.join(folder, `missing.${path.basename(file)}`),
        `${JSON.stringify(missing, undefined, 2)}\n`,
      );
      const count = Object.keys(missing).length;
      console.log(`${path.basename(file)}: ${Object.keys(kept).length} texts, ${count} missing`);
    }
  return 0;
});

/** The translations that are still of use, and the texts that have none. */
function divide(english: Texts, known: Texts): readonly [kept: Texts, missing: Texts] {
  const keys = Object.keys(english);
  const has = (key: string) => (known[key] ?? '') !== '';
  return [
    Object.fromEntries(keys.filter(has).map((key) => [key, known[key]!])),
    Object.fromEntries(keys.filter((key) => !has(key)).map((key) => [key, english[key]!])),
  ];
}
