import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as v from 'valibot';
import { ScriptError } from '../../scripts/scriptError';
import { compactStages } from '../../src/ml/network/compactNetwork';
import type { Workload } from './trainingRun';

const lineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.string(), perCore: v.number(), allCores: v.number() }),
);
export type PyTorchSpeed = v.InferOutput<typeof lineSchema>;

/** Times the same networks with a Python that has torch, one result for each workload. */
export function measurePyTorch(
  python: string,
  workloads: readonly Workload[],
  timing: { readonly runs: number; readonly secondsPerRun: number },
): PyTorchSpeed[] {
  const input = workloads.map((workload) => ({
    ...workload,
    ...timing,
    stages: compactStages(workload),
  }));
  const { status, stdout, error } = spawnSync(python, [path.join(__dirname, 'pytorch.py')], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new ScriptError(`${python} cannot time PyTorch. ${error?.message ?? ''}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => v.parse(lineSchema, line));
}
