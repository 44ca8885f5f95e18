import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkLicences } from '../../../../scripts/package/checkLicences';
import { lockedClosure, readLockedPackages } from '../../../../scripts/package/lockedPackages';
import { packageTarget, TARGETS } from '../../../../scripts/package/target';
import { REPO_ROOT } from '../../../../scripts/repoPaths';

describe('licences', () => {
  const check = (license: string | undefined, key = 'node_modules/some') =>
    checkLicences(new Map([[key, { version: '1.0.0', ...(license === undefined ? {} : { license }) }]]));

  it('of all that is passed on, on any system, allow it', async () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(REPO_ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>; // has been there from the start
    };
    const ofSystems = [undefined, ...TARGETS].flatMap((target) => packageTarget(target).sharpPackages);
    const passedOn = lockedClosure(await readLockedPackages(), [
      ...Object.keys(dependencies),
      'sharp',
      ...ofSystems,
    ]);
    assert.ok(passedOn.size > 40);
    checkLicences(passedOn);
  });

  it('that ask for more than a notice are refused, and so is their absence', () => {
    check('MIT AND ISC');
    assert.throws(() => check('GPL-3.0-only'), /some \(GPL-3\.0-only\)/u);
    assert.throws(() => check('MIT AND AGPL-3.0-only'), /AGPL/u);
    assert.throws(() => check(undefined), /some \(no licence\)/u);
  });

  it('of libraries are fine where the library is a file that can be replaced', () => {
    check('LGPL-3.0-or-later', 'node_modules/@img/sharp-libvips-linux-x64');
    assert.throws(() => check('LGPL-3.0-or-later'), /LGPL/u);
  });
});
