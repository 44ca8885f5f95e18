import assert from 'node:assert/strict';
import { literal } from '../../../src/host/literal';

/** As VS Code finds links in the text of a message. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

describe('text for messages of VS Code', () => {
  it('holds no links and no icons, whatever the names are', () => {
    for (const name of [
      '[click](command:workbench.action.terminal.new)',
      '[a][b](https://example.org "title")',
      '[x](file:///etc/passwd)[y](COMMAND:z)',
      '$(trash) $(sync~spin)',
    ]) {
      const text = literal(`There is no image in ${name}.`);
      assert.equal(text.match(LINK), null);
      assert.doesNotMatch(text, /\$\(/);
      assert.equal(text.replaceAll('\u2060', ''), `There is no image in ${name}.`);
    }
  });

  it('shows letters that would turn what follows as their codes', () => {
    assert.equal(literal('\u202etxt.exe'), '\\u{202e}txt.exe');
  });

  it('is left alone where nothing would be made of it', () => {
    for (const text of ['class (2)', '[brackets] (and more)', 'costs $5', ''])
      assert.equal(literal(text), text);
  });
});
