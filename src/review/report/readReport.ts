import path from 'node:path';
import { createReport, type ReportDecision } from '../../core/report/createReport';
import type { Report } from '../../core/report/report';
import type { Placement } from '../../core/review/placement';
import type { ReviewLog } from '../../core/review/reviewLog';
import { describeDecisions } from '../../core/words/describeDecisions';
import type { Message } from '../../core/words/message';
import { placeRunDecisions } from '../../store/journal/placeRunDecisions';
import { describeLabelFile } from '../../store/labelFile';
import type { Run } from '../../store/openRun';

export interface ReportSubject {
  /** The absolute path of the dataset. */
  readonly root: string;
  readonly run: Run;
  /** A replay of the journal. */
  readonly log: ReviewLog;
}

/** Reads what a report tells of a run and of the decisions about its images; `most` suspects are listed. @throws AppError `run-damaged`. */
export async function readReport({ root, run, log }: ReportSubject, most: number): Promise<Report> {
  const placement = await placeRunDecisions(run, log);
  const notes: readonly Message[] = [
    ...(await describeLabelFile(root, run.summary)),
    ...describeDecisions(placement, log),
  ];
  return createReport(
    {
      root,
      dataset: path.basename(root),
      run: run.summary,
      columns: await run.columns(),
      rows: (await run.shown()).rows,
      checks: await run.checks(),
      decided: await findDecided(run, placement),
      latest: latestOf(placement, log),
      notes,
    },
    most,
  );
}

async function findDecided(run: Run, { decisions }: Placement): Promise<readonly ReportDecision[]> {
  const decided: ReportDecision[] = [];
  if (decisions.size > 0)
    await run.eachImage(({ path: image, givenLabel }) => {
      const decision = decisions.get(image);
      if (decision !== undefined) decided.push({ path: image, givenLabel, decision });
    });
  return decided;
}

/** When the last of the decisions was made that count. */
function latestOf({ decisions, formerPaths }: Placement, log: ReviewLog): string | undefined {
  let latest: string | undefined;
  for (const image of decisions.keys()) {
    const [said] = log.inEffectAt(formerPaths.get(image) ?? image);
    if (said !== undefined && (latest === undefined || Date.parse(said.at) > Date.parse(latest)))
      latest = said.at;
  }
  return latest;
}
