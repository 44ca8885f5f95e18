import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../dist/cli.js');
const IS_SOFTWARE = process.env.VK_DRIVER_FILES !== undefined;

/** On other systems than Linux the tier takes the driver of the system. */
function itOnSoftware(title: string, test: Mocha.AsyncFunc): void {
  if (IS_SOFTWARE) it(title, test);
}

describe('label-review scan on WebGPU', function () {
  this.timeout(180_000);
  let root: string;

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-webgpu-'));
    await writeStripes(root, { perClass: 12, wrongPerClass: 1, seed: 5 });
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function scan(
    backend: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ code: number; output: string }> {
    const small = ['--epochs', '1', '--folds', '2', '--image-size', '8', '--workers', '2'];
    const args = [CLI, 'scan', root, '--json', '--backend', backend, ...small];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  it('trains every fold in a thread, says what it ran on, and ends', async () => {
    const { code, output } = await scan('webgpu');
    assert.equal(code, 0, output);
    assert.match(output, /Training on the webgpu backend: chosen in the settings; it computes on \w/);
    if (IS_SOFTWARE) assert.match(output, /swiftshader.*, a software driver/);
    const [run] = await readdir(path.join(root, '.label-review', 'runs'));
    const file = path.join(root, '.label-review', 'runs', run!, 'run.json');
    assert.match(await readFile(file, 'utf8'), /"name": ?"webgpu"/);
  });

  itOnSoftware('is not taken by auto on a software driver, and the run says so', async () => {
    const { code, output } = await scan('auto');
    assert.equal(code, 0, output);
    assert.match(
      output,
      /Training on the wasm backend: .*WebGPU cannot be used: there is no GPU, only the software driver/,
    );
  });

  itOnSoftware('says that there is no GPU, and what to do', async () => {
    const { code, output } = await scan('webgpu', { VK_DRIVER_FILES: path.join(root, 'no-driver.json') });
    assert.equal(code, 1, output);
    assert.match(output, /webgpu backend cannot be loaded \(no GPU was found/);
  });
});
