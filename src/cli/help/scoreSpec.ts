import { RANK_BYS } from '../../core/confidentLearning/filterBy';
import { FAIL_OVER_OPTION, FILTER_OPTION } from '../../core/run/scanOptions';
import { optionFlag, type CommandSpec } from './commandSpec';
import { CACHE, COLUMNS, CONFIG, JSON_FLAG, OUT } from './sharedFlags';

export const SCORE_SPEC: CommandSpec = {
  name: 'score',
  summary: 'rank labels by the predictions of your own model',
  usage: [
    'score --labels FILE --pred-probs FILE [options]',
    'score --images FOLDER --pred-probs FILE [options]',
  ],
  operands: 'none',
  groups: [
    {
      title: 'What is judged',
      flags: [
        {
          flag: 'labels',
          placeholder: 'FILE',
          meaning:
            '.csv or .npy: class indices or names; with --images a CSV of paths and labels, if need be',
          takes: 'file',
        },
        {
          flag: 'pred-probs',
          placeholder: 'FILE',
          meaning: '.npy or .csv: one row per label, one column per class',
          takes: 'file',
        },
        {
          flag: 'classes',
          placeholder: 'A,B,C',
          meaning: 'the classes in column order (sorted order)',
        },
        ...COLUMNS,
      ],
    },
    {
      title: 'As a run on images, to be reviewed',
      flags: [
        {
          flag: 'images',
          placeholder: 'FOLDER',
          meaning: 'make a run on this folder, to be reviewed like one after scan',
          takes: 'folder',
        },
        {
          flag: 'order',
          placeholder: 'FILE',
          meaning:
            "a CSV of the path of each row, where the predictions have no column 'path' (the rows of --labels; " +
            'else the paths in sorted order)',
          takes: 'file',
        },
        ...CONFIG,
        CACHE,
      ],
    },
    {
      title: 'How, and what comes out',
      flags: [
        optionFlag(
          { ...FILTER_OPTION, default: 'prune_by_noise_rate' },
          `with --images ${FILTER_OPTION.default} unless you say otherwise`,
        ),
        {
          flag: 'rank-by',
          placeholder: 'NAME',
          meaning: `what ranks the labels: ${RANK_BYS.join(' | ')} (self_confidence)`,
          choices: RANK_BYS,
        },
        optionFlag(FAIL_OVER_OPTION, 'suspects are the labels with is_label_issue true'),
        OUT,
        JSON_FLAG,
      ],
    },
  ],
  examples: [
    {
      line: 'score --labels labels.npy --pred-probs probs.npy',
      does: 'rank labels in the order of the files',
    },
    { line: 'score --images images --pred-probs probs.csv', does: 'make a run to be reviewed in VS Code' },
  ],
};
