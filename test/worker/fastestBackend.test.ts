import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackendSpeeds } from '../../src/ml/backends/backendSpeeds';
import { findNativeTensorFlow } from '../../src/ml/backends/nativeTensorFlow';
import {
  fastestBackend as fastestOf,
  type FastestBackendRequest,
  type InstallableBackend,
} from '../../src/ml/backends/fastestBackend';
import type { FoldWorkerData } from '../../src/ml/train/foldProtocol';
import { wordMessage } from '../../src/core/words/message';
import { createBackendSpeeds } from '../../src/store/backendSpeeds';
import { sampleRun } from '../unit/review/sampleRun';
import { temporaryFolder } from '../unit/temporaryFolder';
import { memorySource } from '../fixtures/memorySource';

const DIST = path.resolve(__dirname, '../../dist');

/** Not Dawn, which this checkout has, and which needs a GPU. */
const TENSORFLOW: InstallableBackend = {
  name: 'tensorflow',
  title: 'native TensorFlow',
  find: findNativeTensorFlow,
};
const WEBGPU: InstallableBackend = {
  name: 'webgpu',
  title: 'WebGPU',
  find: () => Promise.resolve({ folder: 'anywhere', version: '1' }),
};
const fastestBackend = async (request: FastestBackendRequest, optional = [TENSORFLOW]) => {
  const { name, reason } = await fastestOf(request, optional);
  return { name, reason: wordMessage(reason) };
};

describe('fastestBackend', () => {
  const folder = temporaryFolder();
  let packagesFolder: string;

  beforeEach(() => (packagesFolder = path.join(folder(), 'packages')));

  /** A tfjs-node as far as can be seen without loading it. */
  async function installPackage(files: Readonly<Record<string, string>>): Promise<void> {
    const target = path.join(packagesFolder, 'node_modules', '@tensorflow', 'tfjs-node');
    const all = { 'package.json': '{"version": "4.22.0", "main": "index.js"}', ...files };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(path.dirname(path.join(target, name)), { recursive: true });
      await writeFile(path.join(target, name), text);
    }
  }
  const BINDING = { 'lib/napi-v8/tfjs_binding.node': '' };

  /** What a thread does instead of measuring. */
  async function workerFile(source: string): Promise<string> {
    const file = path.join(folder(), 'worker.js');
    const head = `const { parentPort, workerData } = require('node:worker_threads');`;
    await writeFile(file, `${head}\n${source}`);
    return file;
  }
  const speedsOf = (speeds: BackendSpeeds) =>
    workerFile(
      `parentPort.postMessage({ type: 'measured', imagesPerSecond: ${JSON.stringify(speeds)}[workerData.backend] });`,
    );

  function request(foldWorkerFile: string, models = 2, replicas = 1): FastestBackendRequest {
    const data: FoldWorkerData = {
      images: memorySource({ data: new Uint8Array(), height: 32, width: 32, channels: 3 }),
      labels: new Int32Array(),
      classCount: 3,
      plan: { ...sampleRun([]).plan!, imageSize: 8, batchSize: 4 },
      foldOf: new Int32Array(),
      backend: 'wasm',
      wasmFolder: DIST,
      packagesFolder,
    };
    const speeds = createBackendSpeeds(path.join(folder(), 'cache'));
    return {
      foldWorkerFile,
      data,
      wasmLayout: { models, replicas },
      speeds,
      signal: new AbortController().signal,
    };
  }

  it('measures nothing where native TensorFlow is not installed with its library', async () => {
    const file = await workerFile(`throw new Error('not to be started');`);
    const embedded = { name: 'wasm', reason: 'no other backend is installed' };
    assert.deepEqual(await fastestBackend(request(file)), embedded);
    await installPackage({});
    assert.deepEqual(await fastestBackend(request(file)), embedded);
  });

  it('adds up the threads of wasm, takes the fastest, and says by how much', async () => {
    await installPackage(BINDING);
    const file = await speedsOf({ wasm: 100, tensorflow: 150 });
    assert.deepEqual(await fastestBackend(request(file)), {
      name: 'wasm',
      reason: 'the fastest measured: 200 images/s against 150 on tensorflow',
    });
    assert.deepEqual(await fastestBackend(request(file, 1)), {
      name: 'tensorflow',
      reason: 'the fastest measured: 150 images/s against 100 on wasm',
    });
    // Two threads for one model wait for each other.
    const { reason } = await fastestBackend(request(file, 2, 2));
    const [, speed] = /^the fastest measured: (\d+) images\/s against 150 on tensorflow$/.exec(reason) ?? [];
    assert.ok(Number(speed) > 200 && Number(speed) < 400, reason);
  });

  it('remembers what it has measured, by network and program', async () => {
    await installPackage(BINDING);
    await fastestBackend(request(await speedsOf({ wasm: 100, tensorflow: 900 })));
    const again = request(path.join(folder(), 'worker.js'));
    const { data } = again;
    assert.match((await fastestBackend(again)).reason, /^the fastest measured earlier: 900 images/);
    const other = { ...data, plan: { ...data.plan, imageSize: 64 } };
    assert.match((await fastestBackend({ ...again, data: other })).reason, /^the fastest measured: 900/);
    const changed = request(await speedsOf({ wasm: 1000, tensorflow: 900 }));
    assert.match((await fastestBackend(changed)).reason, /^the fastest measured: 2,000 images/);
  });

  it('measures again where what it remembered is damaged', async () => {
    await installPackage(BINDING);
    await mkdir(path.join(folder(), 'cache'));
    await writeFile(path.join(folder(), 'cache', 'backend-speeds.json'), '{"half": {"wasm": ');
    const chosen = await fastestBackend(request(await speedsOf({ wasm: 1, tensorflow: 9 })));
    assert.equal(chosen.name, 'tensorflow');
  });

  it('compares all that are installed', async () => {
    await installPackage(BINDING);
    const file = await speedsOf({ wasm: 100, tensorflow: 150, webgpu: 3000.4 });
    assert.deepEqual(await fastestBackend(request(file), [TENSORFLOW, WEBGPU]), {
      name: 'webgpu',
      reason: 'the fastest measured: 3,000 images/s against 200 on wasm, 150 on tensorflow',
    });
  });

  it('measures again only what did not work, and says of it why', async () => {
    await installPackage(BINDING);
    const file = await workerFile(
      `if (workerData.backend === 'webgpu')
         parentPort.postMessage({ type: 'refused', code: 'backend-unavailable', sentence: 'No.', why: 'no GPU' });
       else if (require('node:fs').existsSync(__filename + '.once')) throw new Error('measured before');
       else parentPort.postMessage({ type: 'measured', imagesPerSecond: 5 });`,
    );
    const both = [TENSORFLOW, WEBGPU];
    const first = await fastestBackend(request(file), both);
    assert.match(
      first.reason,
      /^the fastest measured: 10 .* 5 on tensorflow; WebGPU cannot be used: no GPU$/,
    );
    await writeFile(`${file}.once`, '');
    const second = await fastestBackend(request(file), both);
    assert.match(second.reason, /^the fastest measured earlier: 10 .*; WebGPU cannot be used: no GPU$/);
  });

  it('does not measure wasm where nothing else works', async () => {
    const file = await workerFile(
      `if (workerData.backend === 'wasm') throw new Error('not to be measured');
       parentPort.postMessage({ type: 'refused', code: 'backend-unavailable', sentence: 'No GPU.', why: 'No GPU.' });`,
    );
    const reason = 'WebGPU cannot be used: No GPU.';
    assert.deepEqual(await fastestBackend(request(file), [WEBGPU]), { name: 'wasm', reason });
  });

  it('takes wasm, measured for real, where native TensorFlow cannot be loaded, and says why', async function () {
    this.timeout(60_000);
    await installPackage({ ...BINDING, 'index.js': `throw new Error('wrong ELF class: 32.\\nmore');` });
    const chosen = await fastestBackend(request(path.join(DIST, 'foldWorker.js'), 1));
    assert.deepEqual(chosen, {
      name: 'wasm',
      reason: 'native TensorFlow cannot be used: wrong ELF class: 32',
    });
  });

  it('takes wasm where the thread with native TensorFlow dies', async () => {
    await installPackage(BINDING);
    const file = await workerFile(
      `if (workerData.backend === 'tensorflow') process.exit(7);
       parentPort.postMessage({ type: 'measured', imagesPerSecond: 5 });`,
    );
    const chosen = await fastestBackend(request(file));
    assert.match(chosen.reason, /^native TensorFlow cannot be used: .*exit code 7/);
  });

  it('ends when aborted in the middle, leaving no thread', async () => {
    await installPackage(BINDING);
    const file = await workerFile('setInterval(() => undefined, 1000);');
    const controller = new AbortController();
    const measuring = fastestBackend({ ...request(file), signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(measuring, /enough/);
    const ports = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort');
    assert.deepEqual(ports, []);
  });
});
