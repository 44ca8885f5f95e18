import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import {
  NATIVE_TENSORFLOW,
  onnxRuntimeFor,
  WEBGPU,
} from '../../../../src/host/optionalBackend/optionalBackends';

describe('optional backends', () => {
  const { refusal } = NATIVE_TENSORFLOW;

  it('let the platforms pass that they have binaries for', () => {
    for (const os of ['linux', 'darwin', 'win32'] as const)
      for (const backend of [NATIVE_TENSORFLOW, WEBGPU])
        assert.equal(backend.refusal({ os, arch: 'x64', isMusl: false }), undefined);
    assert.equal(WEBGPU.refusal({ os: 'darwin', arch: 'arm64', isMusl: false }), undefined);
  });

  it('name the platform that they have none for', () => {
    const refused = [
      { os: 'darwin', arch: 'arm64', isMusl: false },
      { os: 'win32', arch: 'arm64', isMusl: false },
      { os: 'linux', arch: 'arm64', isMusl: false },
      { os: 'freebsd', arch: 'x64', isMusl: false },
    ] as const;
    for (const platform of refused)
      assert.match(refusal(platform)!, new RegExp(`for ${platform.os} on ${platform.arch}:`));
    for (const backend of [NATIVE_TENSORFLOW, WEBGPU])
      assert.match(
        backend.refusal({ os: 'linux', arch: 'x64', isMusl: true })!,
        new RegExp(`no ${backend.title} .* without glibc`),
      );
  });

  it('are native for ONNX models where there is a binary, and WebAssembly elsewhere', () => {
    const packageFor = (os: NodeJS.Platform, arch: string, isMusl = false) => {
      const runtime = onnxRuntimeFor({ os, arch, isMusl });
      assert.equal(runtime.refusal({ os, arch, isMusl }), undefined);
      return runtime.packageName;
    };
    assert.equal(packageFor('linux', 'x64'), 'onnxruntime-node');
    assert.equal(packageFor('win32', 'arm64'), 'onnxruntime-node');
    assert.equal(packageFor('darwin', 'arm64'), 'onnxruntime-node');
    assert.equal(packageFor('darwin', 'x64'), 'onnxruntime-web');
    assert.equal(packageFor('linux', 'x64', true), 'onnxruntime-web');
    assert.equal(packageFor('freebsd', 'x64'), 'onnxruntime-web');
  });

  it('speak the language that is set after they are loaded', () => {
    l10n.config({ contents: { 'the npm registry': 'die npm-Registry' } });
    try {
      assert.equal(WEBGPU.sources, 'die npm-Registry');
    } finally {
      l10n.config({ contents: {} });
    }
  });
});
