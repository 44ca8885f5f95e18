import type { ScanOptions } from '../core/run/scanOptions';
import type { TrainingPlan } from '../core/run/trainingPlan';
import { trainingRecord } from '../core/run/trainingRecord';
import { mapSteps } from '../core/steps';
import type { Message } from '../core/words/message';
import { planHead } from '../ml/plan/headPlan';
import type { LearningTask } from '../ml/train/learning';
import { byChanceWarning } from './byChance';
import type { EncoderInput } from './encoderInput';
import type { ImagesToJudge, Judge, Judgement } from './judge';
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
    async *prepare({ index: { classes, paths }, location }) {
      const facts = {
        imageCount: choice?.images.length ?? paths.length,
        classCount: classes.length,
        cores,
        encoderSize: encoder.size,
        embeddingWidth: encoder.width,
        isAlone,
      };
      const plan = settings.plan ?? planHead(facts, options);
      const taskOf = ({ inputs, labels, reviewStatus }: ImagesToJudge): LearningTask => ({
        images: inputs[0]!, // the one asked for
        ...{ labels, reviewStatus, classCount: classes.length, plan },
      });
      return {
        inputs: [input],
        classes,
        ...(choice && { choice }),
        trainings: [
          { by: 'encoder', models: plan.models, task: (images) => Promise.resolve(taskOf(images)) },
        ],
        async *judge(judged) {
          const task = taskOf(judged);
          const learned = yield* mapSteps(train(task, location), (step) => ({
            phase: 'train' as const,
            by: 'encoder' as const,
            ...step,
          }));
          const { predProbs, heldOut, memorization, evidence, backend, history, warnings } = learned;
          return {
            ...{ predProbs, heldOut, memorization, evidence },
            warnings: [...settings.warnings, ...warnings, ...rowsByChance(task.labels, learned)],
            embedded: task.images,
            origin: { backend, plan, training: history.map(trainingRecord) },
          };
        },
      };
    },
  };
}
