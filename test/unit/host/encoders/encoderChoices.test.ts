import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { prepareImages } from '../../../../src/core/encoder/imagePreparation';
import { preprocessorSchema } from '../../../../src/core/encoder/preprocessorConfig';
import { ENCODER_CHOICES } from '../../../../src/core/run/scanOptions';
import { DOWNLOADABLE_ENCODERS } from '../../../../src/host/encoders/catalogue';
import { encoderItems, normalizationItems } from '../../../../src/host/encoders/encoderChoices';

/** As Hugging Face exports models: every dimension open, two outputs. */
const MODEL = {
  inputs: [{ name: 'pixel_values', elementType: 1, shape: [undefined, undefined, undefined, undefined] }],
  outputs: [],
  metadata: new Map<string, string>(),
  weightFiles: [],
};

describe('the encoders that may be downloaded', () => {
  it('are named by address of a revision, size, checksum and a free licence', () => {
    for (const { address, bytes, sha256, licence, id } of DOWNLOADABLE_ENCODERS) {
      assert.match(
        address,
        /^https:\/\/huggingface\.co\/[\w-]+\/[\w.-]+\/resolve\/[\da-f]{40}\/onnx\/\w+\.onnx$/,
      );
      assert.match(sha256, /^[\da-f]{64}$/);
      assert.ok(bytes > 10e6 && bytes < 100e6, id);
      assert.ok(['Apache-2.0', 'MIT'].includes(licence), id);
      assert.match(id, /^[\w-]+$/);
    }
    for (const key of ['id', 'title', 'sha256', 'address'] as const)
      assert.equal(
        new Set(DOWNLOADABLE_ENCODERS.map((each) => each[key])).size,
        DOWNLOADABLE_ENCODERS.length,
      );
  });

  it('leave nothing to be assumed', () => {
    for (const { preprocessor } of DOWNLOADABLE_ENCODERS) {
      const config = v.parse(preprocessorSchema, JSON.parse(JSON.stringify(preprocessor)));
      assert.deepEqual(prepareImages('m.onnx', MODEL, config).assumed, []);
    }
  });
});

describe('the page about encoders', () => {
  it('lists the models that may be downloaded', () => {
    const page = readFileSync(path.resolve(__dirname, '../../../../docs/encoders.md'), 'utf8');
    for (const { title, licence, trainedOn, bytes, origin } of DOWNLOADABLE_ENCODERS) {
      const cells = [title, origin.split(' (')[0], licence, trainedOn, Math.round(bytes / 1e6)];
      assert.ok(page.includes(`| ${cells.join(' | ')} |`), title);
    }
  });
});

describe('what is offered as an encoder', () => {
  it('is every value of the setting, every model and a file', () => {
    const items = encoderItems('lite2', ({ id }) => id === 'dinov2-small');
    const values = items.flatMap(({ choice }) => (choice.kind === 'setting' ? [choice.value] : []));
    assert.deepEqual(values.toSorted(), [...ENCODER_CHOICES].toSorted());
    assert.equal(
      items.filter(({ choice }) => choice.kind === 'download').length,
      DOWNLOADABLE_ENCODERS.length,
    );
    assert.equal(items.at(-1)!.choice.kind, 'file');
    assert.deepEqual(
      items.filter(({ description }) => description === 'chosen').map(({ label }) => label),
      ['EfficientNet-Lite2'],
    );
    assert.equal(items.find(({ label }) => label === 'DINOv2 ViT-S/14')!.description, 'downloaded');
    assert.ok(items.some(({ description }) => description === '24 MB to download'));
  });
});

describe('normalizations that are offered', () => {
  it('are all different, and each says all there is to say', () => {
    const seen = normalizationItems().map(({ config }) => {
      const { preparation, assumed } = prepareImages('m.onnx', MODEL, { size: 96, ...config });
      assert.deepEqual(assumed, []);
      return JSON.stringify([preparation.scale, preparation.offset]);
    });
    assert.equal(new Set(seen).size, seen.length);
  });
});
