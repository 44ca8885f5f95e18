import assert from 'node:assert/strict';
import type { EncoderInfo } from '../../../../src/core/run/opinions';
import { describeOpinions } from '../../../../src/core/words/describeOpinions';
import { ENGLISH, keepSentence, message } from '../../../../src/core/words/message';

const encoder: EncoderInfo = {
  id: 'x',
  name: 'lite0',
  title: 'EfficientNet-Lite0',
  size: 160,
  width: 1280,
  trainedOn: 'ImageNet',
  licence: 'Apache-2.0',
};

describe('describeOpinions', () => {
  it('names both opinions, the weightier first, and why each weighs what it does', () => {
    const formed = [
      { by: 'network', weight: 0.3249, agreement: 0.74 },
      { by: 'encoder', weight: 0.6751, agreement: 0.83 },
    ] as const;
    assert.deepEqual(describeOpinions({ formed, leftOut: [], encoder }, ENGLISH), [
      'Judged by two opinions: the encoder EfficientNet-Lite0 (weight 0.68; it names 83% of the given labels of images it has not seen) and the network (0.32; 74%).',
      'EfficientNet-Lite0 was trained on ImageNet (licence: Apache-2.0).',
    ]);
  });

  it('says why an opinion was left out', () => {
    const reason = message('network-left-out-fast');
    const formed = [{ by: 'encoder', weight: 1, agreement: 0.9 }] as const;
    const leftOut = [{ by: 'network', reason: keepSentence(reason) }] as const;
    assert.deepEqual(describeOpinions({ formed, leftOut, encoder }, ENGLISH), [
      'Judged by one opinion: the encoder EfficientNet-Lite0 (it names 90% of the given labels of images it has not seen).',
      'EfficientNet-Lite0 was trained on ImageNet (licence: Apache-2.0).',
      'The preset fast judges photographs by the encoder alone; choose balanced to train a network, too.',
    ]);
  });

  it('claims nothing of an encoder whose origin is unknown', () => {
    const formed = [{ by: 'encoder', weight: 1, agreement: 0.5 }] as const;
    const own = { ...encoder, title: 'own.onnx', trainedOn: undefined, licence: undefined };
    assert.equal(describeOpinions({ formed, leftOut: [], encoder: own }, ENGLISH).length, 1);
    const known = { ...own, trainedOn: 'WebLI' };
    assert.equal(
      describeOpinions({ formed, leftOut: [], encoder: known }, ENGLISH)[1],
      'own.onnx was trained on WebLI.',
    );
  });

  it('needs no encoder', () => {
    const formed = [{ by: 'network', weight: 1, agreement: 1 }] as const;
    assert.deepEqual(describeOpinions({ formed, leftOut: [] }, ENGLISH), [
      'Judged by one opinion: the network (it names 100% of the given labels of images it has not seen).',
    ]);
  });
});
