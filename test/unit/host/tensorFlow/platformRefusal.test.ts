import assert from 'node:assert/strict';
import { platformRefusal } from '../../../../src/host/tensorFlow/platformRefusal';

describe('platformRefusal', () => {
  it('lets the platforms pass that tfjs-node has binaries for', () => {
    for (const os of ['linux', 'darwin', 'win32'] as const)
      assert.equal(platformRefusal({ os, arch: 'x64', isMusl: false }), undefined);
  });

  it('names the platform that it has none for', () => {
    const refused = [
      { os: 'darwin', arch: 'arm64', isMusl: false },
      { os: 'win32', arch: 'arm64', isMusl: false },
      { os: 'linux', arch: 'arm64', isMusl: false },
      { os: 'freebsd', arch: 'x64', isMusl: false },
    ] as const;
    for (const platform of refused)
      assert.match(platformRefusal(platform)!, new RegExp(`for ${platform.os} on ${platform.arch}:`));
    assert.match(platformRefusal({ os: 'linux', arch: 'x64', isMusl: true })!, /without glibc/);
  });
});
