import assert from 'node:assert/strict';
import { whyNotFit } from '../../../../scripts/l10n/whyNotFit';

describe('a translation', () => {
  const fits = (text: string, translation: string) => assert.deepEqual(whyNotFit(text, translation), []);
  const lacks = (text: string, translation: string, reason: RegExp) =>
    assert.match(whyNotFit(text, translation).join('; '), reason);

  it('has what stands in the text, in any order', () => {
    fits('Cannot read {file}: {why}.', '{why}: {file} kann nicht gelesen werden.');
    lacks('Cannot read {file}: {why}.', '{file} kann nicht gelesen werden.', /lacks \{why\}/u);
    lacks('Cannot read {0}.', '{0} und {1} lesen.', /has \{1\}/u);
  });

  it('may have plural forms where the text has them, and needs the number', () => {
    const text = '{images|# image is|# images are} gone.';
    fits(text, '{images|# Bild fehlt|# Bilder fehlen}.');
    fits(text, '缺少 {images} 张图像。');
    lacks(text, 'Es fehlen Bilder.', /lacks \{images\}/u);
    lacks('{file} is gone.', '{file|# fehlt|# fehlen}.', /no count/u);
  });

  it('needs no number that only chose the words', () => {
    fits('Leave {images|this image|these images} out.', '保持不变。');
  });

  it('tells boxes from images where the text does', () => {
    fits('{count|# [image|box]|# [images|boxes]}', '{count|# [Bild|Box]|# [Bilder|Boxen]}');
    lacks('Next [image|box]', 'Nächstes Bild', /words for boxes/u);
    lacks('Next image', 'Nächstes [Bild|Box]', /has words for boxes/u);
  });

  it('has the same icons, code and blanks', () => {
    fits('$(check) Run `npm ci`', '$(check) `npm ci` ausführen');
    lacks('$(check) Run', 'Ausführen', /icons and code/u);
    lacks('Run `npm ci`', '`npm install` ausführen', /icons and code/u);
    lacks('and ', 'und', /blanks/u);
  });
});
