import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ONNX_VERSION } from '../../src/core/encoder/onnxPackages';
import { installBackend, removeBackend } from '../../src/host/optionalBackend/installBackend';
import { findNpm } from '../../src/host/optionalBackend/npmProgram';
import { onnxRuntimeFor } from '../../src/host/optionalBackend/optionalBackends';
import { temporaryFolder } from '../unit/temporaryFolder';

const TRY_FILE = path.resolve(__dirname, '../../dist/tryBackend.js');
const RUNTIME = onnxRuntimeFor({ os: 'linux', arch: 'x64', isMusl: false });

/** What a runtime that works gives for the trial: max(x, 0). */
const WORKING = `
  class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
  class InferenceSession {
    static async create() {
      const run = async ({ x }) => ({ y: new Tensor('float32', x.data.map((each) => Math.max(each, 0)), x.dims) });
      return { run, release: async () => {} };
    }
  }
  module.exports = { Tensor, InferenceSession, env: { wasm: {} } };`;

describe('installing ONNX Runtime', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const packages = () => path.join(folder(), 'packages');

  /** A package like onnxruntime-node, which the real npm installs from a folder. */
  async function install(source: string) {
    const packageSpec = path.join(folder(), 'source');
    await mkdir(packageSpec, { recursive: true });
    const manifest = {
      name: RUNTIME.packageName,
      version: ONNX_VERSION,
      main: 'index.js',
      scripts: { postinstall: 'node install.js' },
    };
    await writeFile(path.join(packageSpec, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(packageSpec, 'install.js'), `require('node:fs').writeFileSync('ran', '')`);
    await writeFile(path.join(packageSpec, 'index.js'), source);
    return installBackend({
      backend: RUNTIME,
      packagesFolder: packages(),
      packageSpec,
      npm: findNpm(),
      tryFile: TRY_FILE,
      env: { ...process.env, npm_config_install_links: 'true', npm_config_offline: 'true' },
      signal: new AbortController().signal,
      onStep: () => undefined,
      onLine: () => undefined,
    });
  }

  it('tries it without running its installer, and leaves nothing when it is removed', async () => {
    assert.equal((await install(WORKING)).status, 'done');
    assert.deepEqual(await readdir(packages()), ['onnx']);
    const place = path.join(packages(), 'onnx', 'node_modules', RUNTIME.packageName);
    assert.ok(existsSync(path.join(place, 'index.js')));
    assert.equal(existsSync(path.join(place, 'ran')), false);
    assert.equal(await removeBackend(RUNTIME, packages()), true);
    assert.deepEqual(await readdir(packages()), []);
  });

  it('does not keep one that does not load or computes wrongly, and says why', async () => {
    await assert.rejects(install(`throw new Error('libstdc++.so.6: version not found')`), {
      code: 'install-failed',
      message:
        /^ONNX Runtime was downloaded but does not run on this machine \(.*libstdc\+\+\.so\.6: version not found/,
    });
    await assert.rejects(install(WORKING.replace('Math.max', 'Math.min')), {
      code: 'install-failed',
      message: /it computes wrongly: -1 0/,
    });
    assert.deepEqual(await readdir(packages()), []);
  });
});
