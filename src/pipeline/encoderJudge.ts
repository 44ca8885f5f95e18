import type { ScanOptions } from '../core/run/scanOptions';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { trainingRecord } from '../core/run/trainingRecord';
import { mapSteps } from '../core/steps';
import type { Message } from '../core/words/message';
import { planHead } from '../ml/plan/headPlan';
import { byChanceWarning } from './byChance';
import type { EncoderInput } from './encoderInput';
import type { Judge, Judgement } from './judge';
import type { Train } from './networkJudge';

export interface EncoderJudgeOptions extends EncoderInput {
  readonly options: ScanOptions;
  /** No network is trained besides. */
  readonly isAlone: boolean;
  /** Of a head that was trained before, to be trained in the same way; absent: it follows from the dataset and the options. */
  readonly plan?: TrainingPlan | undefined;
  readonly cores: number;
  readonly train: Train;
}

/** Judges by a head that is trained on what an encoder sees, by cross-validation. */
export function createEncoderJudge(settings: EncoderJudgeOptions): Judge {
  const { options, input, choice, encoder, isAlone, matchedBy, cores, train } = settings;
  const rowsByChance = (
    labels: Int32Array,
    { predProbs, heldOut }: Pick<Judgement, 'predProbs' | 'heldOut'>,
  ): readonly Message[] => {
    if (matchedBy === undefined) return [];
    const columns = predProbs.length / labels.length;
    const seen = heldOut?.images ?? Int32Array.from(labels.keys());
    const view = { data: heldOut?.predProbs ?? predProbs, rows: seen.length, columns };
    const given = seen.map((image) => labels[image]!);
    return byChanceWarning('embeddings-by-chance', given, { predProbs: view, matchedBy });
  };
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a judge may have to look first
    async *prepare({ index: { classes }, location }) {
      return {
        inputs: [input],
        classes,
        ...(choice && { choice }),
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
            warnings: [...settings.warnings, ...warnings, ...rowsByChance(labels, learned)],
            embedded: images,
            origin: { backend, plan, training: history.map(trainingRecord) },
          };
        },
      };
    },
  };
}
