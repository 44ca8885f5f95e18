import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openOnnxSession } from '../../../../src/encoder/onnx/onnxRuntime';
import { temporaryFolder } from '../../temporaryFolder';

describe('openOnnxSession', () => {
  const folder = temporaryFolder();
  const open = () =>
    openOnnxSession({ file: 'm.onnx', input: 'a', output: 'b', weightFiles: [], packagesFolder: folder() });

  /** A package whose manifest, as that of onnxruntime-web, cannot be asked for. */
  async function install(name: string, source: string): Promise<void> {
    const place = path.join(folder(), 'onnx', 'node_modules', name);
    await mkdir(place, { recursive: true });
    const manifest = { name, version: '1.0.0', exports: { '.': './index.js' } };
    await writeFile(path.join(place, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(place, 'index.js'), source);
  }

  /** Answers every input with its sum; notes its options in the dimensions. */
  const WORKING = (threads: string) => `
    class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
    const env = { wasm: {} };
    class InferenceSession {
      static async create(file, options) {
        return {
          run: async ({ a }, [output]) =>
            ({ [output]: new Tensor('float32', Float32Array.of(a.data[0] + a.data[1]), [1, ${threads}]) }),
          release: async () => {},
        };
      }
    }
    module.exports = { Tensor, env, InferenceSession };`;

  it('says how ONNX Runtime is installed where it is not', async () => {
    await assert.rejects(open(), {
      code: 'encoder-unusable',
      message:
        /^m\.onnx needs ONNX Runtime, which is not installed: run .*npm install --ignore-scripts onnxruntime-node/,
    });
  });

  it('lets a session have one thread, on either package', async () => {
    await install('onnxruntime-web', WORKING('env.wasm.numThreads'));
    const input = { data: Float32Array.of(2, 3), dims: [1, 2] };
    const web = await open();
    assert.equal(web.packageName, 'onnxruntime-web');
    assert.deepEqual(await web.run(input), {
      type: 'float32',
      data: Float32Array.of(5),
      dims: [1, 1],
    });
    await install('onnxruntime-node', WORKING('options.intraOpNumThreads'));
    const native = await open();
    assert.equal(native.packageName, 'onnxruntime-node');
    assert.deepEqual((await native.run(input)).dims, [1, 1]);
  });

  it('takes the one in WebAssembly where the native one does not load, else says why', async () => {
    await install('onnxruntime-node', `throw new Error('no binary for this system\\nstack');`);
    await assert.rejects(open(), {
      code: 'encoder-unusable',
      message: 'm.onnx cannot be computed by onnxruntime-node: no binary for this system.',
    });
    await install('onnxruntime-web', WORKING('1'));
    assert.equal((await open()).packageName, 'onnxruntime-web');
  });

  it('refuses an answer that is not of floats', async () => {
    await install('onnxruntime-node', WORKING('1').replace("'float32'", "'int64'"));
    const session = await open();
    await assert.rejects(session.run({ data: Float32Array.of(1, 2), dims: [2] }), {
      code: 'encoder-unusable',
    });
  });
});
