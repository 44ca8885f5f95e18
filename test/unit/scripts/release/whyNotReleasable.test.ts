import assert from 'node:assert/strict';
import { changesOf } from '../../../../scripts/release/changesOf';
import { whyNotReleasable } from '../../../../scripts/release/whyNotReleasable';

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n## 1.2.3, 2026-11-29\n\n- One thing.\n\n## 1.2.2\n\n- Another.\n';

describe('a release', () => {
  const release = { tag: 'v1.2.3', version: '1.2.3', changelog: CHANGELOG };

  it('has its tag, its version and its section of the changelog', () => {
    assert.deepEqual(whyNotReleasable(release), []);
    assert.equal(changesOf(CHANGELOG, '1.2.3'), '- One thing.');
    assert.equal(changesOf(CHANGELOG, '1.2.2'), '- Another.');
  });

  it('is refused with another tag', () => {
    assert.deepEqual(whyNotReleasable({ ...release, tag: 'v1.2.4' }), [
      'The tag is v1.2.4, but package.json says version 1.2.3.',
    ]);
  });

  it('is refused without a word on what has changed, however alike a version is', () => {
    const version = '1.2';
    assert.deepEqual(whyNotReleasable({ ...release, tag: 'v1.2', version }), [
      'CHANGELOG.md has no section "## 1.2" with a line in it.',
    ]);
  });

  it('is refused with changes that have not found their version', () => {
    const changelog = CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n- Something.\n');
    assert.deepEqual(whyNotReleasable({ ...release, changelog }), [
      'CHANGELOG.md still has changes under "## Unreleased".',
    ]);
  });
});
