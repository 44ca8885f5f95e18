import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installBackend, removeBackend } from '../../src/host/optionalBackend/installBackend';
import { findNpm } from '../../src/host/optionalBackend/npmProgram';
import { WEBGPU } from '../../src/host/optionalBackend/optionalBackends';
import { temporaryFolder } from '../unit/temporaryFolder';

const TRY_FILE = path.resolve(__dirname, '../../dist/tryBackend.js');
const DAWN = pathToFileURL(createRequire(__filename).resolve('webgpu')).href;

/** Dawn with its driver taken for that of a GPU. */
const AS_A_GPU = `
  import { create as createDawn, globals } from '${DAWN}';
  export { globals };
  export const create = (options) => {
    const gpu = createDawn(options);
    const requestAdapter = async (wanted) => {
      const adapter = await gpu.requestAdapter(wanted);
      const { vendor, architecture, device } = adapter.info;
      const info = { vendor, architecture, device, isFallbackAdapter: false };
      return { info, limits: adapter.limits, requestDevice: (described) => adapter.requestDevice(described) };
    };
    return { requestAdapter };
  };`;

describe('installing WebGPU', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const packages = () => path.join(folder(), 'packages');

  /** A package like `webgpu`, which the real npm installs from a folder. */
  async function install(source: string): Promise<void> {
    const packageSpec = path.join(folder(), 'source');
    await mkdir(packageSpec, { recursive: true });
    const manifest = { name: 'webgpu', version: WEBGPU.version, type: 'module', main: 'index.js' };
    await writeFile(path.join(packageSpec, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(packageSpec, 'index.js'), source);
    await installBackend({
      backend: WEBGPU,
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

  it('tries it on the GPU, keeps it beside other backends, and removes only it', async () => {
    await mkdir(path.join(packages(), 'tensorflow'), { recursive: true });
    await install(AS_A_GPU);
    assert.deepEqual((await readdir(packages())).sort(), ['tensorflow', 'webgpu']);
    assert.equal(await removeBackend(WEBGPU, packages()), true);
    assert.deepEqual(await readdir(packages()), ['tensorflow']);
  });

  const itOnSoftware = process.env.VK_DRIVER_FILES === undefined ? undefined : it;
  itOnSoftware?.('does not keep it where there is only a software driver', async () => {
    await assert.rejects(install(`export * from '${DAWN}';`), {
      code: 'install-failed',
      message:
        /^WebGPU was downloaded but does not run on this machine \(there is no GPU, only the software driver/,
    });
    assert.deepEqual(await readdir(packages()), []);
  });
});
