import { REPORT_IMAGES_OPTION } from '../../core/report/reportForm';
import {
  FAIL_OVER_OPTION,
  FILTER_OPTION,
  FORMAT_OPTION,
  SCAN_OPTIONS,
  type ScanOptionName,
} from '../../core/run/scanOptions';
import { REPORT_FLAG } from '../reportFlag';
import { optionFlag, type CommandSpec, type FlagGroup, type FlagSpec } from './commandSpec';
import { CACHE, COLUMNS, CONFIG, JSON_FLAG, OUT } from './sharedFlags';

/** Options that anybody may want; the others are about the training. */
const FIRST: readonly ScanOptionName[] = ['preset', 'encoder', 'encoderOrder', 'backend', 'workers', 'seed'];

const isFirst = (name: string): boolean => FIRST.some((first) => first === name);
const options = (isOfGroup: (name: string) => boolean): FlagSpec[] =>
  Object.entries(SCAN_OPTIONS)
    .filter(([name]) => isOfGroup(name))
    .map(([, option]) => optionFlag(option));

/** What is searched: of `scan`, and of `plan`. */
export const SEARCHED = {
  title: 'What is searched',
  flags: [
    {
      flag: 'labels',
      placeholder: 'FILE',
      meaning: 'a CSV of labels instead of one subfolder per class',
      takes: 'file',
    },
    ...COLUMNS,
    optionFlag(FORMAT_OPTION),
    ...CONFIG,
  ],
} as const satisfies FlagGroup;

/** How it is searched. */
export const FIRST_OPTIONS: readonly FlagSpec[] = [...options(isFirst), optionFlag(FILTER_OPTION)];

export const TRAINING = {
  title: 'Training, if you want to decide yourself',
  flags: options((name) => !isFirst(name)),
} as const satisfies FlagGroup;

/** A report on the run that is made. */
export const REPORT_FLAGS: readonly FlagSpec[] = [
  {
    flag: REPORT_FLAG,
    placeholder: 'FILE',
    meaning: 'a report for people without the program, in a file named .html (with pictures) or .md',
    takes: 'file',
  },
  optionFlag(REPORT_IMAGES_OPTION),
];

export const FAIL_OVER = optionFlag(
  FAIL_OVER_OPTION,
  'suspects are the images with is_label_issue true, and none that you have decided about is one',
);

export const SCAN_SPEC: CommandSpec = {
  name: 'scan',
  summary: 'find the wrong labels of a dataset, most suspect first',
  usage: ['scan FOLDER [options]'],
  operands: 'folder',
  groups: [
    SEARCHED,
    {
      title: 'How it is searched',
      flags: [
        ...FIRST_OPTIONS,
        {
          flag: 'retrain',
          meaning: 'learn from your decisions and new images, going on from the last run: quick',
        },
        CACHE,
      ],
    },
    {
      title: 'What comes out',
      flags: [OUT, JSON_FLAG, ...REPORT_FLAGS, FAIL_OVER],
    },
    TRAINING,
  ],
  examples: [
    { line: 'scan images --out suspects.csv', does: 'search a folder with a subfolder for each class' },
    {
      line: 'scan images --labels labels.csv --preset thorough',
      does: 'take the labels from a table, and more time',
    },
    { line: 'scan images --retrain --fail-over 0', does: 'check a reviewed dataset in a script' },
    { line: 'scan images --encoder none --json >run.json', does: 'use the network alone; tell numbers only' },
  ],
};
