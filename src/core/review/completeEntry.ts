import type { DecidedImage } from './decidedImage';
import type { JournalEntry, PathDecision } from './review';

/** What a decision about `path`, made at a time, was about; undefined where that is not known. */
export type SubjectOf = (
  path: string,
  at: string,
) => Pick<DecidedImage, 'givenLabel' | 'contentHash'> | undefined;

/** Whether the journal does not say what the decision is about, as in version 0.1.0. */
export const lacksSubject = ({ givenLabel, contentHash }: PathDecision): boolean =>
  givenLabel === undefined && contentHash === undefined;

/** The entry with what its decisions are about where it does not say so itself. */
export function completeEntry(entry: JournalEntry, subjectOf: SubjectOf): JournalEntry {
  if (entry.type !== 'decide' || !entry.decisions.some(lacksSubject)) return entry;
  const decisions = entry.decisions.map((decided) => {
    const subject = lacksSubject(decided) ? subjectOf(decided.path, entry.at) : undefined;
    return subject === undefined
      ? decided
      : { ...decided, givenLabel: subject.givenLabel, contentHash: subject.contentHash };
  });
  return { ...entry, decisions };
}
