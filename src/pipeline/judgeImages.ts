import {
  relocateChecks,
  summarizeChecks,
  type CheckSummary,
  type ImageChecks,
} from '../core/dataset/imageChecks';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import type { StartChecks } from '../dataset/checkImages';
import type { DecodedImages } from './decodeForJudge';
import type { Judgement, PreparedJudge } from './judge';
import type { Dataset } from './prepare';
import { smallClassesWarning } from './smallClasses';

/** The images of a run, and all that was found out about them. */
export interface JudgedImages extends DecodedImages, Judgement {
  /** Copies and faults among the images that are judged. */
  readonly checks: ImageChecks;
  readonly checkSummary: CheckSummary;
}

/** Has the images judged, and looks for copies and faults among them meanwhile. */
export async function* judgeImages(
  { index: { splits } }: Dataset,
  work: {
    readonly judge: PreparedJudge;
    readonly decoded: DecodedImages;
    readonly startChecks: StartChecks;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<Progress, JudgedImages> {
  const { judge, decoded, startChecks, signal } = work;
  const { paths, givenLabels: labels, readable, positions } = decoded;
  const { pixels, sizes } = readable;
  const checking = startChecks({ pixels, sizes, signal });
  let known: Pick<JudgedImages, 'checks' | 'checkSummary'> | undefined;
  const describe = (found: ImageChecks) => {
    const checks = relocateChecks(found, positions);
    return { checks, checkSummary: summarizeChecks(checks, { paths, labels, splits }) };
  };
  try {
    const judgement = yield* mapSteps(judge.judge(decoded), (step) => {
      const found = checking.found();
      if (step.phase !== 'train' || found === undefined) return step;
      known ??= describe(found);
      return { ...step, checks: known.checkSummary };
    });
    yield { phase: 'detect' };
    const found = await checking.finish();
    const isTrained = 'plan' in judgement.origin;
    const smallClasses = isTrained ? smallClassesWarning(decoded) : [];
    const warnings = [...smallClasses, ...judgement.warnings, ...decoded.warnings];
    return { ...decoded, ...judgement, ...(known ?? describe(found)), warnings };
  } finally {
    await checking.stop();
  }
}
