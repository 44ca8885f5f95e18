import assert from 'node:assert/strict';
import { DEFAULT_SCAN_OPTIONS } from '../../../../src/core/run/scanOptions';
import type { Preset } from '../../../../src/core/run/trainingPlan';
import { planHead } from '../../../../src/ml/plan/headPlan';
import { planTraining } from '../../../../src/ml/plan/plan';
import { estimateSeconds } from '../../../../src/pipeline/forecast/estimateSeconds';

interface Case {
  readonly images: number;
  readonly edge: number;
  readonly greyscale?: boolean;
  readonly network?: Preset;
  readonly encoderSize?: number;
  readonly cores?: number;
}

function estimate({ images, edge, greyscale = false, network, encoderSize, cores = 2 }: Case): number {
  const facts = {
    ...{ imageCount: images, classCount: 10, smallestClass: images / 10, greyscale, cores },
    medianImageSize: { width: edge, height: edge },
  };
  const head = { imageCount: images, classCount: 10, cores, embeddingWidth: 1728 };
  return estimateSeconds({
    ...{ images, cores, imagePixels: edge ** 2 },
    ...(network && { network: planTraining(facts, DEFAULT_SCAN_OPTIONS, network) }),
    ...(encoderSize !== undefined && {
      embedding: { size: encoderSize, cost: 1 },
      head: planHead({ ...head, encoderSize, isAlone: network === undefined }, DEFAULT_SCAN_OPTIONS),
    }),
  }).total;
}

describe('estimateSeconds', () => {
  // As bench/RESULTS.md has them, on two cores.
  const measured: readonly (readonly [name: string, seconds: number, of: Case])[] = [
    ['60,000 digits, balanced', 162, { images: 60_000, edge: 28, greyscale: true, network: 'balanced' }],
    ['6,000 digits, balanced', 63, { images: 6_000, edge: 28, greyscale: true, network: 'balanced' }],
    ['60,000 digits, thorough', 722, { images: 60_000, edge: 28, greyscale: true, network: 'thorough' }],
    ['the demo, balanced', 208, { images: 1_500, edge: 48, network: 'balanced', encoderSize: 160 }],
    ['2,760 photographs, fast', 32.7, { images: 2_760, edge: 277, encoderSize: 160 }],
    ['2,760 photographs, balanced', 82, { images: 2_760, edge: 277, network: 'fast', encoderSize: 224 }],
  ];
  for (const [name, seconds, of] of measured)
    it(`is near what was measured: ${name}`, () => {
      const ratio = estimate(of) / seconds;
      assert.ok(ratio > 0.8 && ratio < 1.25, `${ratio.toFixed(2)} times`);
    });

  it('is shorter on more cores, and for images that the cache has', () => {
    const many = estimate({ images: 6_000, edge: 28, network: 'balanced', cores: 8 });
    assert.ok(many < estimate({ images: 6_000, edge: 28, network: 'balanced' }));
    const [unread, kept] = [{ imagePixels: 1e6 }, {}].map((read) =>
      estimateSeconds({ images: 1000, cores: 2, ...read }),
    );
    assert.ok(kept!.total < unread!.total);
  });
});
