import type { EncoderInfo } from '../core/run/opinions';
import type { ScanOptions } from '../core/run/scanOptions';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { trainingRecord } from '../core/run/trainingRecord';
import { mapSteps } from '../core/steps';
import type { Message } from '../core/words/message';
import type { EncoderSource } from '../encoder/encoder';
import { planHead } from '../ml/plan/headPlan';
import type { Judge } from './judge';
import type { Train } from './networkJudge';

export interface EncoderJudgeOptions {
  readonly options: ScanOptions;
  readonly source: EncoderSource;
  readonly encoder: EncoderInfo;
  /** No network is trained besides. */
  readonly isAlone: boolean;
  /** Of a head that was trained before, to be trained in the same way; absent: it follows from the dataset and the options. */
  readonly plan?: TrainingPlan | undefined;
  /** What the user has to know of the encoder. */
  readonly warning?: Message | undefined;
  readonly cores: number;
  readonly train: Train;
}

/** Judges by a head that is trained on what an encoder sees, by cross-validation. */
export function createEncoderJudge(settings: EncoderJudgeOptions): Judge {
  const { options, source, encoder, isAlone, warning, cores, train } = settings;
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a judge may have to look first
    async *prepare({ index: { classes }, location }) {
      return {
        inputs: [{ kind: 'embedding', encoder: source }],
        classes,
        async *judge({ inputs, labels, reviewStatus }) {
          const images = inputs[0]!; // the one asked for
          const facts = { imageCount: labels.length, classCount: classes.length, cores };
          const plan =
            settings.plan ??
            planHead(
              { ...facts, encoderSize: encoder.size, embeddingWidth: encoder.width, isAlone },
              options,
            );
          const training = train(
            { images, labels, reviewStatus, classCount: classes.length, plan },
            location,
          );
          const learned = yield* mapSteps(training, (step) => ({
            phase: 'train' as const,
            by: 'encoder' as const,
            ...step,
          }));
          const { predProbs, heldOut, memorization, evidence, backend, history, warnings } = learned;
          return {
            ...{ predProbs, heldOut, memorization, evidence },
            warnings: [...(warning === undefined ? [] : [warning]), ...warnings],
            embedded: images,
            origin: { backend, plan, training: history.map(trainingRecord) },
          };
        },
      };
    },
  };
}
