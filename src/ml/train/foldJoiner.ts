import type { FoldHistory } from '../../core/run/foldHistory';
import type { Neighbours } from '../../core/run/learnedEvidence';
import type { FoldInputs, FoldResult } from './foldTask';
import type { Learned } from './learning';
import { PredictionTotals, type CombinedPredictions } from './predictionTotals';

/** Joins what the models of the folds have learnt, in whatever order they come. */
export class FoldJoiner {
  private readonly inputs: FoldInputs;
  private readonly totals: PredictionTotals;
  private readonly history: FoldHistory[] = [];
  private readonly trajectories: Float32Array[] = [];
  private readonly models: Float32Array[] = [];
  private readonly warnings: string[] = [];
  private neighbours: Neighbours | undefined;

  constructor(inputs: FoldInputs) {
    const { labels, classCount, plan, foldOf, reviewStatus } = inputs;
    this.inputs = inputs;
    this.totals = new PredictionTotals({ labels, classCount, split: { ...plan, foldOf, reviewStatus } });
  }

  add(fold: number, { history, predProbs, trajectories, neighbours, weights, warnings }: FoldResult): void {
    this.history.push(history);
    this.models[fold] = weights;
    this.totals.add(fold, predProbs);
    this.trajectories[fold] = trajectories;
    this.neighbours ??= neighbours;
    this.warnings.push(...warnings);
  }

  /** Once all models have been added. */
  join(): Omit<Learned, 'backend'> {
    const { foldOf, plan } = this.inputs;
    const { opinions, ...combined } = this.totals.combine();
    return {
      ...combined,
      evidence: {
        opinions,
        epochs: plan.epochs,
        trajectories: meanTrajectories(this.trajectories),
        neighbours: this.neighbours,
      },
      trained: { models: this.models, foldOf },
      history: this.history.toSorted((a, b) => a.fold - b.fold),
      warnings: [...this.warnings, ...memorizationWarnings(combined)],
    };
  }
}

/** Element by element, over those models that know the element. */
function meanTrajectories(ofModels: readonly Float32Array[]): Float32Array {
  return ofModels[0]!.map((_, at) => {
    const known = ofModels.map((values) => values[at]!).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

function memorizationWarnings({
  memorization,
  heldOut,
}: Pick<CombinedPredictions, 'memorization' | 'heldOut'>): string[] {
  if (memorization?.isMemorized !== true) return [];
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const observed =
    `The models predict ${percent(memorization.seenAgreement)} of the given labels of images they have seen, ` +
    `${percent(memorization.heldOutAgreement)} of others: they have learnt labels by heart`;
  return [
    heldOut === undefined
      ? `${observed}, so every image is judged by the model that has not seen it.`
      : `${observed}, which can hide errors; train fewer epochs, or set folds to 5.`,
  ];
}
