import assert from 'node:assert/strict';
import { collectTexts } from '../../scripts/l10n/collectTexts';
import { LANGUAGES, languageFiles, readTexts, TEXT_KINDS } from '../../scripts/l10n/languageFiles';
import { whyNotFit } from '../../scripts/l10n/whyNotFit';

describe('translations', () => {
  let said: Awaited<ReturnType<typeof collectTexts>>;

  before(async function () {
    this.timeout(60_000);
    said = await collectTexts();
  });

  for (const language of LANGUAGES)
    it(`into ${language} can stand for the English texts`, async () => {
      for (const kind of TEXT_KINDS) {
        const texts = await readTexts(languageFiles(language)[kind]);
        for (const [key, english] of Object.entries(said[kind])) {
          const translation = texts[key];
          if (translation !== undefined) assert.deepEqual(whyNotFit(english, translation), [], key);
        }
      }
    });
});
