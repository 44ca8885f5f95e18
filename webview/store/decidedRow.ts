import { assertNever } from '../../src/core/assertNever';
import type { ReviewRequest, SuspectRow } from '../../src/shared/galleryProtocol';

/** The row as a saved request leaves it; undo and redo depend on history that only the host has. */
export function decidedRow(row: SuspectRow, request: ReviewRequest): SuspectRow {
  switch (request.kind) {
    case 'accept':
      return row.offTopic === undefined
        ? relabelled(row, row.suggestedLabel)
        : { ...row, decision: { action: 'exclude' } };
    case 'relabel':
      return relabelled(row, request.label);
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

/** As the host has it: choosing the label an image already has is a decision to keep it. */
const relabelled = (row: SuspectRow, label: string): SuspectRow => ({
  ...row,
  decision: label === row.givenLabel ? { action: 'keep' } : { action: 'relabel', label },
});
