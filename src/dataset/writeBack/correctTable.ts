import { runSteps } from '../../core/steps';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import { sha256 } from '../../files/changes/byteEdits';
import { readInput } from '../../files/openInput';
import { openLabelTable } from '../labels/csvLabels';
import { walkImages } from '../walk';
import type { CorrectionPlan, CorrectionRequest } from './corrector';
import { TableEdits, type CorrectedRow } from './tableEdits';

/** The label cells of relabelled images change, the rows of excluded ones go; every other byte stays. */
export async function correctTable(
  request: CorrectionRequest,
  labels: LabelsRequest,
): Promise<CorrectionPlan> {
  const { now, corrections, signal } = request;
  const walked = await runSteps(walkImages({ root: now.root, signal }));
  const opened = await openLabelTable({ root: now.root, walked, labels, signal });
  const bytes = await readInput(opened.file);
  const rows: CorrectedRow[] = [];
  for await (const row of opened.rows()) {
    const correction = row.image === undefined ? undefined : corrections.get(row.image);
    if (correction === undefined) continue;
    const { record, image, written, label: givenLabel = '' } = row;
    const { decision } = correction;
    const label = decision.action === 'relabel' ? decision.label : undefined;
    rows.push({ ...record, image: image ?? written, givenLabel, label });
  }
  const { labelIndex } = opened.columns;
  const { edits, leftOut } = new TableEdits({ ...opened, labelIndex }, bytes).make(rows);
  return {
    changes: edits.length === 0 ? [] : [{ kind: 'rewrite', file: opened.file, before: sha256(bytes), edits }],
    leftOut,
    notes: [],
  };
}
