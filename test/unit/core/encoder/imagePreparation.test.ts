import assert from 'node:assert/strict';
import {
  assumptionWarning,
  embeddingOutput,
  prepareImages,
} from '../../../../src/core/encoder/imagePreparation';
import type { OnnxModel, OnnxTensor } from '../../../../src/core/encoder/onnxModel';
import { parsePreprocessorConfig } from '../../../../src/core/encoder/preprocessorConfig';

type Shape = OnnxTensor['shape'];
const tensor = (name: string, shape?: Shape, elementType: number | undefined = 1) => ({
  name,
  shape,
  elementType,
});
const modelWith = (shape: Shape, metadata: Readonly<Record<string, string>> = {}): OnnxModel => ({
  inputs: [tensor('pixels', shape)],
  outputs: [tensor('features', [1, 8])],
  metadata: new Map(Object.entries(metadata)),
  weightFiles: [],
});
const FIXED = [1, 3, 160, 160] as const;
const OPEN = [undefined, 3, undefined, undefined] as const;
const near = (actual: readonly number[], expected: readonly number[]) =>
  actual.forEach((each, index) => assert.ok(Math.abs(each - expected[index]!) < 1e-12, actual.join(', ')));

/** What `preprocessor_config.json` of DINOv2 small says. */
const DINO = parsePreprocessorConfig(
  JSON.stringify({
    crop_size: { height: 224, width: 224 },
    do_center_crop: true,
    do_normalize: true,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
    image_processor_type: 'BitImageProcessor',
    resample: 3,
    rescale_factor: 0.00392156862745098,
    size: { shortest_edge: 256 },
  }),
  'preprocessor_config.json',
);

describe('prepareImages', () => {
  it('takes the size and the order from the shape of the input', () => {
    const of = (shape: Shape) => prepareImages('m.onnx', modelWith(shape)).preparation;
    assert.deepEqual([of(FIXED).size, of(FIXED).layout], [160, 'NCHW']);
    assert.deepEqual([of([1, 96, 96, 3]).size, of([1, 96, 96, 3]).layout], [96, 'NHWC']);
    assert.deepEqual(
      [of([undefined, undefined, 64, 64]).size, of([1, undefined, undefined, 64]).layout],
      [64, 'NCHW'],
    );
    assert.deepEqual([of([1, 64, 64, undefined]).size, of([1, 64, 64, undefined]).layout], [64, 'NHWC']);
    assert.deepEqual([of(undefined).size, of(OPEN).size, of(OPEN).input], [224, 224, 'pixels']);
  });

  it('takes size and colours from the configuration: (byte / 255 - mean) / deviation', () => {
    const { preparation, assumed } = prepareImages('m.onnx', modelWith(OPEN), DINO);
    assert.deepEqual(assumed, []);
    assert.equal(preparation.size, 224);
    const { scale, offset } = preparation;
    near(
      [0, 1, 2].map((colour) => 200 * scale[colour]! + offset[colour]!),
      [(200 / 255 - 0.485) / 0.229, (200 / 255 - 0.456) / 0.224, (200 / 255 - 0.406) / 0.225],
    );
  });

  it('reads every way to write a size', () => {
    const sizeWith = (config: object) =>
      prepareImages('m.onnx', modelWith(OPEN), parsePreprocessorConfig(JSON.stringify(config), 'c'))
        .preparation.size;
    assert.equal(sizeWith({ size: 96 }), 96);
    assert.equal(sizeWith({ size: { height: 128, width: 128 } }), 128);
    assert.equal(sizeWith({ size: { shortest_edge: 288 } }), 288);
    assert.equal(sizeWith({ size: { shortest_edge: 288 }, crop_size: 256 }), 256);
    assert.equal(sizeWith({ size: 384, crop_size: 256, do_center_crop: false }), 384);
    assert.equal(sizeWith({ size: null }), 224);
    assert.equal(prepareImages('m.onnx', modelWith(FIXED), { size: 300 }).preparation.size, 160);
  });

  it('lets the model’s own metadata win, and passes over what does not fit', () => {
    const values = (metadata: Readonly<Record<string, string>>) => {
      const { preparation, assumed } = prepareImages('m.onnx', modelWith(FIXED, metadata), DINO);
      assert.deepEqual(assumed, []);
      return [preparation.scale[0], preparation.offset[0]] as const;
    };
    near(values({ image_mean: '[0.5,0.5,0.5]', image_std: '[0.25,0.25,0.25]' }), [4 / 255, -2]);
    near(values({ do_normalize: 'false' }), [1 / 255, 0]);
    near(values({ do_normalize: 'false', rescale_factor: '2' }), [2, 0]);
    near(values({ 'Image.NominalPixelRange': 'NominalRange_0_255' }), [1, 0]);
    near(values({ 'Image.NominalPixelRange': 'Normalized_1_1' }), [2 / 255, -1]);
    near(values({ image_mean: 'grey', size: '"large"' }), [1 / 255 / 0.229, -0.485 / 0.229]);
    const bgr = modelWith(FIXED, { 'Image.BitmapPixelFormat': 'Bgr8' });
    assert.equal(prepareImages('m.onnx', bgr).preparation.isBgr, true);
  });

  it('says what it had to assume', () => {
    const warningFor = (shape: Shape, config?: typeof DINO) => {
      const { preparation, assumed } = prepareImages('m.onnx', modelWith(shape), config);
      return [assumed, assumptionWarning('m.onnx', preparation, assumed)?.id];
    };
    assert.deepEqual(warningFor(FIXED, DINO), [[], undefined]);
    assert.deepEqual(warningFor(FIXED), [['normalization'], 'onnx-assumed-values']);
    assert.deepEqual(warningFor(OPEN), [['size', 'normalization'], 'onnx-assumed-values']);
    assert.deepEqual(warningFor([1, undefined, 64, 64], DINO), [[], undefined]);
    assert.deepEqual(warningFor(undefined), [['size', 'normalization', 'layout'], 'onnx-assumed-values']);
    const plain = modelWith([1, undefined, 64, 64], { do_normalize: 'false' });
    const { preparation, assumed } = prepareImages('m.onnx', plain);
    assert.deepEqual(assumed, ['layout']);
    assert.equal(assumptionWarning('m.onnx', preparation, assumed)?.id, 'onnx-assumed-form');
  });

  it('refuses what does not take one colour image, saying why', () => {
    const refuses = (model: OnnxModel, why: RegExp, config?: typeof DINO) =>
      assert.throws(() => prepareImages('m.onnx', model, config), { code: 'encoder-unusable', message: why });
    const base = modelWith(FIXED);
    refuses({ ...base, inputs: [] }, /^m\.onnx cannot be used as an image encoder: it has no input\.$/);
    refuses({ ...base, inputs: [tensor('ids'), tensor('pixels')] }, /several tensors \(ids, pixels\)/);
    refuses({ ...base, inputs: [tensor('pixels', FIXED, 10)] }, /its input pixels holds float16/);
    refuses(modelWith([8, 3, 64, 64]), /takes 8 images at a time/);
    refuses(modelWith([1, 1, 64, 64]), /shape \(1, 1, 64, 64\) instead of/);
    refuses(modelWith([1, 77]), /shape \(1, 77\) instead of/);
    refuses(modelWith([1, 3, 64, 96]), /images are 96×64, not square/);
    refuses(modelWith([1, 3, 4096, 4096]), /4096 pixels square; they may be up to 1024/);
    refuses(modelWith(OPEN), /0 pixels square/, { size: { height: 2, width: 3 } });
    refuses(base, /deviation of a colour is 0/, { image_mean: [0, 0, 0], image_std: [1, 0, 1] });
  });
});

describe('parsePreprocessorConfig', () => {
  it('refuses what is not one, naming file and key', () => {
    const refuses = (text: string, sentence: RegExp) =>
      assert.throws(() => parsePreprocessorConfig(text, 'a/preprocessor_config.json'), {
        code: 'encoder-unusable',
        message: sentence,
      });
    refuses('{', /^a\/preprocessor_config\.json cannot be used: its JSON is/);
    refuses('{"image_mean": [0.5]}', /its image_mean/);
    refuses('{"size": {"height": -1, "width": 2}}', /its size/);
  });
});

describe('embeddingOutput', () => {
  const withOutputs = (...outputs: OnnxTensor[]): OnnxModel => ({ ...modelWith(FIXED), outputs });

  it('is one whose name says so, else the first of floats', () => {
    const tokens = tensor('last_hidden_state');
    assert.equal(
      embeddingOutput('m', withOutputs(tokens, tensor('pooler_output'), tensor('image_embeds'))),
      'image_embeds',
    );
    assert.equal(
      embeddingOutput('m', withOutputs(tensor('ids', undefined, 7), tokens, tensor('more'))),
      'last_hidden_state',
    );
  });

  it('is refused where none is of floats', () => {
    assert.throws(
      () => embeddingOutput('m', withOutputs(tensor('ids', undefined, 7), tensor('half', undefined, 10))),
      {
        code: 'encoder-unusable',
        message: /none of its outputs holds float32 \(ids: int64, half: float16\)/,
      },
    );
  });
});
