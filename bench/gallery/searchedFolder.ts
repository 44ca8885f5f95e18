import { access } from 'node:fs/promises';
import { ScriptError } from '../../scripts/scriptError';
import { findNewestRun } from '../../src/store/newestRun';
import { journalFile, locateStore } from '../../src/store/location';
import type { DrawnRun } from '../drawnRun/drawRun';

/** A dataset with a finished run and no decisions. */
export interface SearchedFolder {
  readonly folder: string;
  /** Of the suspects; `hasOffTopic`: some may show none of the classes. */
  readonly largestPair: DrawnRun['largestPair'] & { readonly hasOffTopic?: boolean };
}

/** @throws ScriptError when the dataset has no run with suspects, or has been reviewed: no decision of a person is put at risk. */
export async function searchedFolder(folder: string): Promise<SearchedFolder> {
  const location = await locateStore(folder, folder);
  const isReviewed = await access(journalFile(location)).then(
    () => true,
    () => false,
  );
  if (isReviewed)
    throw new ScriptError(`${folder} has decisions. Give a copy without .label-review/decisions.jsonl.`);
  const newest = await findNewestRun(location);
  const rows = (await newest?.run.shown())?.rows.filter((row) => row.isLabelIssue) ?? [];
  const counts = new Map<
    string,
    { given: string; suggested: string; suspects: number; hasOffTopic: boolean }
  >();
  for (const { givenLabel: given, predictedLabel: suggested, offTopic } of rows) {
    const key = JSON.stringify([given, suggested]);
    const pair = counts.get(key) ?? { given, suggested, suspects: 0, hasOffTopic: false };
    pair.suspects++;
    pair.hasOffTopic ||= offTopic !== undefined;
    counts.set(key, pair);
  }
  const [largestPair] = [...counts.values()].sort((a, b) => b.suspects - a.suspects);
  if (largestPair === undefined) throw new ScriptError(`${folder} has no run with suspects.`);
  return { folder, largestPair };
}
