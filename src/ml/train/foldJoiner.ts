import type { FoldHistory } from '../../core/run/foldHistory';
import type { Neighbours } from '../../core/run/learnedEvidence';
import type { FoldInputs, FoldResult } from './foldTask';
import type { Learned } from './learning';
import { PredictionTotals, type CombinedPredictions } from './predictionTotals';
import { message, type Message } from '../../core/words/message';

/** Joins what the models of the folds have learnt, in whatever order they come. */
export class FoldJoiner {
  private readonly inputs: FoldInputs;
  private readonly totals: PredictionTotals;
  private readonly history: FoldHistory[] = [];
  private readonly trajectories: Float32Array[] = [];
  private readonly models: Float32Array[] = [];
  private readonly warnings: Message[] = [];
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
}: Pick<CombinedPredictions, 'memorization' | 'heldOut'>): Message[] {
  if (memorization?.isMemorized !== true) return [];
  const shares = {
    seen: { share01: memorization.seenAgreement },
    heldOut: { share01: memorization.heldOutAgreement },
  };
  return [
    heldOut === undefined
      ? message('learnt-by-heart-judged-by-others', shares)
      : message('learnt-by-heart', shares),
  ];
}
