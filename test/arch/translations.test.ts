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
    it(`into ${language} are there for all English texts, and can stand for them`, async () => {
      for (const kind of TEXT_KINDS) {
        const texts = await readTexts(languageFiles(language)[kind]);
        // `npm run l10n` brings the files up to date, and says what is missing.
        assert.deepEqual(Object.keys(texts), Object.keys(said[kind]));
        for (const [key, english] of Object.entries(said[kind]))
          assert.deepEqual(whyNotFit(english, texts[key]!), [], key);
      }
    });
});
