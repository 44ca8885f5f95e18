import assert from 'node:assert/strict';
import { publishCommands } from '../../../../scripts/release/publishCommands';
import { ScriptError } from '../../../../scripts/scriptError';

describe('publishing', () => {
  const names = [
    'label-review-win32-x64-1.0.0.vsix',
    'label-review-1.0.0.vsix',
    'label-review-1.0.0.tgz',
    'SHA256SUMS',
  ];
  const release = { names, version: '1.0.0', notes: '/out/notes.md' };
  const lines = (place: string) => publishCommands(place, release).map(({ command }) => command.join(' '));

  it('hands every package of the extension to both of its markets', () => {
    assert.deepEqual(lines('marketplace'), [
      'npm exec -- vsce publish --packagePath label-review-1.0.0.vsix --skip-duplicate',
      'npm exec -- vsce publish --packagePath label-review-win32-x64-1.0.0.vsix --skip-duplicate',
    ]);
    assert.match(
      lines('open-vsx')[1]!,
      /ovsx@\d+\.\d+\.\d+ publish --packagePath label-review-win32-x64-1\.0\.0\.vsix/,
    );
  });

  it('hands the tarball to npm, with where it was built', () => {
    assert.deepEqual(lines('npm'), ['npm publish label-review-1.0.0.tgz --provenance --access public']);
  });

  it('puts everything into the release', () => {
    assert.deepEqual(lines('github'), [
      `gh release create v1.0.0 --title 1.0.0 --notes-file /out/notes.md ${names.join(' ')}`,
    ]);
  });

  it('says what is missing', () => {
    assert.throws(() => publishCommands('npm', { ...release, names: [] }), ScriptError);
    assert.throws(() => publishCommands(undefined, release), /one of marketplace, open-vsx, npm, github/);
    assert.throws(() => publishCommands('elsewhere', release), /one of marketplace, open-vsx, npm, github/);
  });
});
