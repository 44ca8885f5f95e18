import assert from 'node:assert/strict';
import { DEFAULT_SCAN_OPTIONS, type ScanOptions } from '../../../src/core/run/scanOptions';
import { chooseOpinions } from '../../../src/pipeline/chooseOpinions';
import type { DatasetFacts } from '../../../src/ml/plan/plan';

const PHOTOGRAPHS: DatasetFacts = {
  imageCount: 3000,
  classCount: 5,
  smallestClass: 500,
  medianImageSize: { width: 320, height: 240 },
  greyscale: false,
  cores: 2,
};
const DIGITS: DatasetFacts = {
  ...PHOTOGRAPHS,
  medianImageSize: { width: 28, height: 28 },
  greyscale: true,
};
const ICONS: DatasetFacts = { ...PHOTOGRAPHS, medianImageSize: { width: 48, height: 48 } };
const SCANS: DatasetFacts = { ...PHOTOGRAPHS, greyscale: true };

const choose = (facts: DatasetFacts, options: Partial<ScanOptions> = {}) => {
  const { network, encoder, leftOut } = chooseOpinions(facts, { ...DEFAULT_SCAN_OPTIONS, ...options });
  const named =
    typeof encoder === 'object' ? `${encoder.name} at ${encoder.size}` : (encoder ?? 'no encoder');
  return [network ?? 'no network', named, ...leftOut.map(({ by, reason }) => `${by}: ${reason.id}`)];
};

describe('chooseOpinions', () => {
  it('takes the encoder alone, or a short training besides, for photographs', () => {
    assert.deepEqual(choose(PHOTOGRAPHS, { preset: 'fast' }), [
      'no network',
      'lite0 at 160',
      'network: network-left-out-fast',
    ]);
    assert.deepEqual(choose(PHOTOGRAPHS), ['fast', 'lite0 at 224']);
    assert.deepEqual(choose(PHOTOGRAPHS, { preset: 'thorough' }), ['balanced', 'lite0 at 288']);
  });

  it('trains the network as long as ever where photographs teach less', () => {
    for (const preset of ['fast', 'balanced'] as const) {
      assert.deepEqual(choose(ICONS, { preset }), [preset, 'lite0 at 160']);
      assert.equal(choose(SCANS, { preset })[0], preset);
    }
    assert.deepEqual(choose(ICONS, { preset: 'thorough' }), ['thorough', 'lite2 at 224']);
  });

  it('leaves the encoder out for digits, and says so', () => {
    assert.deepEqual(choose(DIGITS), ['balanced', 'no encoder', 'encoder: encoder-left-out-small-grey']);
  });

  it('leaves the network out for very many images, but for thorough searches', () => {
    const many = { ...ICONS, imageCount: 1_000_000 };
    assert.deepEqual(choose(many), ['no network', 'lite0 at 160', 'network: network-left-out-many']);
    assert.equal(choose(many, { preset: 'thorough' })[0], 'thorough');
  });

  it('forms what is asked for', () => {
    assert.deepEqual(choose(PHOTOGRAPHS, { encoder: 'none' }), ['balanced', 'no encoder']);
    assert.deepEqual(choose(PHOTOGRAPHS, { preset: 'paper' }), ['paper', 'no encoder']);
    assert.deepEqual(choose(DIGITS, { encoder: 'lite2' }), ['balanced', 'lite2 at 224']);
    assert.deepEqual(choose(DIGITS, { encoder: '/models/dino.onnx' }), ['balanced', '/models/dino.onnx']);
  });
});
