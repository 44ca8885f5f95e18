import assert from 'node:assert/strict';
import { encoderOfRun } from '../../../src/pipeline/encoderInput';

const run = (name: string) => ({
  ...{ id: 'x', name, title: name, size: 224, width: 8 },
  ...{ trainedOn: undefined, licence: undefined },
});

describe('the encoder that a run names', () => {
  it('is loaded where it comes with the program, or holds numbers alone', () => {
    assert.deepEqual(encoderOfRun(run('lite0'), { encoder: 'auto' }), { name: 'lite0', size: 224 });
    const embeddings = encoderOfRun(run('/data/e.npy'), { encoder: 'auto' });
    assert.deepEqual(embeddings, { file: '/data/e.npy', orderFile: undefined });
  });

  it('is loaded as a model of native code only where the user names it, too', () => {
    const model = run('/data/set/model.onnx');
    for (const encoder of ['auto', 'lite0', '/home/me/model.onnx'])
      assert.throws(() => encoderOfRun(model, { encoder }), {
        code: 'encoder-unusable',
        message: /model \/data\/set\/model\.onnx, .* name it yourself: .*--encoder\.$/,
      });
    assert.deepEqual(encoderOfRun(model, { encoder: '/data/set/model.onnx' }), {
      file: '/data/set/model.onnx',
      orderFile: undefined,
    });
  });
});
