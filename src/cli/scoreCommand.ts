import { AppError } from '../core/appError';
import { FILTER_BYS, RANK_BYS, type FilterBy, type RankBy } from '../core/confidentLearning/filterBy';
import { findLabelIssues } from '../core/confidentLearning/findLabelIssues';
import { argmaxOfRow, type PredProbs } from '../core/confidentLearning/predProbs';
import { labelQualityScores } from '../core/confidentLearning/scores';
import type { LabelIndices } from '../core/dataset/labelsToIndices';
import { SCORE_COLUMNS } from '../core/names';
import { scoreCells, type ScoreRow } from '../core/run/resultRows';
import { FAIL_OVER_OPTION } from '../core/run/scanOptions';
import { wordMessage } from '../core/words/message';
import type { ExitCode } from './commandIo';
import { counted } from './counted';
import { exitFor } from './failOver';
import { parseFlags, refuseFlags } from './flags';
import { parsedFlags } from './help/commandSpec';
import { SCORE_SPEC } from './help/scoreSpec';
import { outputFlag } from './outputFlag';
import { readScoreInput } from './readScoreInput';
import type { PipelineIo } from './runPipeline';
import { CACHE_FLAG } from './storeFlags';
import { scoreImages } from './scoreImages';
import { writeTable } from './writeTable';

/**
 * `score`: confident learning alone, on predictions made elsewhere; rows in the order of the input. With `--images` it is
 * a run on that folder, to be reviewed like any other.
 */
export async function scoreCommand(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(SCORE_SPEC));
  if (flags.text('images') !== undefined) return scoreImages(flags, io);
  refuseFlags(flags, ['order', 'path-column', 'config', CACHE_FLAG], 'goes with --images FOLDER only');
  const filterBy = flags.choice('filter-by', FILTER_BYS) ?? 'prune_by_noise_rate';
  const rankBy = flags.choice('rank-by', RANK_BYS) ?? 'self_confidence';
  if (flags.positionals.length > 0)
    throw new AppError(
      'bad-usage',
      `score takes no folder; '${flags.positionals[0] ?? ''}' is not expected.`,
    );
  const failOver = flags.option(FAIL_OVER_OPTION);
  const inputs = ['labels', 'pred-probs'].map((name) => flags.text(name));
  const out = await outputFlag(flags, inputs);
  const { predProbs, indices, warnings } = await readScoreInput(flags, io.signal);
  for (const warning of warnings) io.say('warning', wordMessage(warning));
  const { issueCount, rows } = scoreRows(indices, predProbs, { filterBy, rankBy });

  const table = {
    columns: SCORE_COLUMNS,
    rows,
    cellsOf: scoreCells,
    toJson: () => {
      return {
        images: predProbs.rows,
        classes: predProbs.columns,
        suspects: issueCount,
        filterBy,
        rankBy,
      };
    },
  };
  await writeTable(table, { out, isJson: flags.has('json') }, io);
  io.say('info', `${counted(issueCount, 'suspect')} among ${counted(predProbs.rows, 'label')}.`);
  return exitFor(issueCount, failOver, io);
}

function scoreRows(
  { labels, classes }: LabelIndices,
  predProbs: PredProbs,
  options: { readonly filterBy: FilterBy; readonly rankBy: RankBy },
) {
  const isIssue = findLabelIssues(labels, predProbs, options);
  const quality = labelQualityScores(labels, predProbs, options.rankBy);
  const order = Int32Array.from(labels.keys()).sort((a, b) => quality[a]! - quality[b]! || a - b);
  const ranks = new Int32Array(labels.length);
  order.forEach((index, position) => (ranks[index] = position + 1));
  return { issueCount: isIssue.reduce((total, flag) => total + flag, 0), rows: rows() };

  function* rows(): Generator<ScoreRow> {
    for (let index = 0; index < labels.length; index++)
      yield {
        index,
        givenLabel: classes[labels[index]!]!,
        isLabelIssue: isIssue[index] === 1,
        labelQuality: quality[index]!,
        predictedLabel: classes[argmaxOfRow(predProbs, index)]!,
        rank: ranks[index]!,
      };
  }
}
