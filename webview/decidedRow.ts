import { assertNever } from '../src/core/assertNever';
import type { ReviewRequest, SuspectRow } from '../src/shared/galleryProtocol';

/** The row as a saved request leaves it; undo and redo depend on history that only the host has. */
export function decidedRow(row: SuspectRow, request: ReviewRequest): SuspectRow {
  switch (request.kind) {
    case 'accept':
      return { ...row, decision: { action: 'relabel', label: row.suggestedLabel } };
    case 'relabel':
      return { ...row, decision: { action: 'relabel', label: request.label } };
    case 'keep':
    case 'exclude':
    case 'unsure':
      return { ...row, decision: { action: request.kind } };
    case 'undo':
    case 'redo':
      return row;
    default:
      return assertNever(request);
  }
}
