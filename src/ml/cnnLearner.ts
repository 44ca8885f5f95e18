import { stratifiedFolds } from '../core/folds';
import type { BackendChoice } from '../core/trainingPlan';
import { openBackend } from './backend';
import type { Learner } from './learner';
import { trainFold } from './trainFold';
export interface CnnLearnerOptions { foldWorkerFile: string; wasmFolder: string; backend: BackendChoice; log: (m: string) => void }
export function createCnnLearner(o: CnnLearnerOptions): Learner {
  return {
    async *learn(task, signal) {
      const { plan, classCount } = task;
      const { tf, info } = await openBackend({ choice: o.backend, wasmFolder: o.wasmFolder, log: o.log });
      const n = task.labels.length;
      const predProbs = new Float32Array(n * classCount);
      const folds = stratifiedFolds(task.labels, { classCount, folds: plan.folds, seed: plan.seed });
      const history = []; const warnings: string[] = [];
      const t0 = Date.now();
      for (let fold = 0; fold < plan.folds; fold++) {
        const all = Int32Array.from({ length: n }, (_, i) => i);
        const trainOn = plan.folds === 1 ? all : all.filter((i) => folds[i] !== fold);
        const predictOn = plan.folds === 1 ? all : all.filter((i) => folds[i] === fold);
        let done = 0; let epoch = 1;
        const p = trainFold(tf, { ...task, fold, trainOn, predictOn }, { signal, onProgress: (x) => { done += x.images; epoch = x.epoch; } });
        let finished = false; void p.then(() => (finished = true), () => (finished = true));
        while (!finished) { await new Promise((r) => setTimeout(r, 50)); yield { fold: fold + 1, folds: plan.folds, epoch, epochs: plan.epochs, done, total: n * plan.epochs, imagesPerSecond: (1000 * done) / Math.max(1, Date.now() - t0) }; }
        const r = await p;
        predictOn.forEach((i, row) => predProbs.set(r.predProbs.subarray(row * classCount, (row + 1) * classCount), i * classCount));
        history.push(r.history); warnings.push(...r.warnings);
      }
      return { predProbs, backend: info, history, warnings };
    },
  };
}
