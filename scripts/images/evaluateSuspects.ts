import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { averagePrecision, detectionMetrics, precisionAtK } from '../../src/core/metrics';
import { ScriptError } from '../scriptError';

/** How well a scan found the wrong labels of a dataset whose true labels are known. */
export interface Evaluation {
  readonly images: number;
  /** Images whose given label is not the true one. */
  readonly errors: number;
  readonly flagged: number;
  readonly found: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly averagePrecision: number;
  /** Share of errors among the first `errors` images in rank order. */
  readonly precisionAtErrors: number;
}

/** Compares what `scan --out` wrote with a truth file (`path,true_label`). */
export async function evaluateSuspects(suspectsFile: string, truthFile: string): Promise<Evaluation> {
  const suspects = await readTable(suspectsFile, ['path', 'given_label', 'is_label_issue', 'rank']);
  const truth = await readTable(truthFile, ['path', 'true_label']);
  const trueLabelOf = new Map(truth.map((row) => [row.path, row.true_label]));
  const isError = new Uint8Array(suspects.length);
  const isFlagged = new Uint8Array(suspects.length);
  const suspicion = new Float64Array(suspects.length);
  for (const [i, row] of suspects.entries()) {
    const trueLabel = trueLabelOf.get(row.path);
    if (trueLabel === undefined) throw new ScriptError(`${truthFile} says nothing about ${row.path ?? ''}.`);
    isError[i] = Number(row.given_label !== trueLabel);
    isFlagged[i] = Number(row.is_label_issue === 'true');
    suspicion[i] = -Number(row.rank);
  }
  const order = Int32Array.from(suspicion.keys()).sort((a, b) => suspicion[b]! - suspicion[a]!);
  const errors = isError.reduce((sum, flag) => sum + flag, 0);
  return {
    images: suspects.length,
    errors,
    flagged: isFlagged.reduce((sum, flag) => sum + flag, 0),
    found: isFlagged.reduce((sum, flag, i) => sum + (flag & isError[i]!), 0),
    ...detectionMetrics(isFlagged, isError),
    averagePrecision: averagePrecision(suspicion, isError),
    precisionAtErrors: precisionAtK(order, isError, errors),
  };
}

/** One figure a line. */
export function describeEvaluation(evaluation: Evaluation): string {
  const { images, errors, flagged, found } = evaluation;
  return [
    `Planted errors        ${errors} of ${images} images`,
    `Flagged               ${flagged}, ${found} of them planted errors`,
    `Precision             ${evaluation.precision.toFixed(4)}`,
    `Recall                ${evaluation.recall.toFixed(4)}`,
    `F1                    ${evaluation.f1.toFixed(4)}`,
    `Average precision     ${evaluation.averagePrecision.toFixed(4)}`,
    `${`Precision in first ${errors}`.padEnd(22)}${evaluation.precisionAtErrors.toFixed(4)}`,
  ].join('\n');
}

async function readTable(
  file: string,
  columns: readonly string[],
): Promise<readonly Readonly<Partial<Record<string, string>>>[]> {
  const rows: unknown = parse(await readFile(file), { columns: true, bom: true });
  if (!isTable(rows)) throw new ScriptError(`${file} is not a CSV file with a header.`);
  const absent = columns.filter((name) => rows[0]?.[name] === undefined);
  if (absent.length > 0) throw new ScriptError(`${file} has no column ${absent.join(', ')}, or no rows.`);
  return rows;
}

function isTable(rows: unknown): rows is readonly Readonly<Partial<Record<string, string>>>[] {
  return Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null);
}
