import {
  FAIL_OVER_OPTION,
  FILTER_OPTION,
  FORMAT_OPTION,
  SCAN_OPTIONS,
  type FileOption,
  type Option,
  type OptionValue,
} from '../scanOptions';

/** The keys of a configuration file that are one value each, in the order of the documentation. */
export const CONFIG_OPTIONS = {
  ...SCAN_OPTIONS,
  filterBy: FILTER_OPTION,
  format: FORMAT_OPTION,
  failOver: FAIL_OVER_OPTION,
} as const satisfies Readonly<Record<string, Option>>;

export type ConfigOptionName = keyof typeof CONFIG_OPTIONS;
// The keys are those of the table.
export const CONFIG_OPTION_NAMES = Object.keys(CONFIG_OPTIONS) as ConfigOptionName[];

/** The keys of `labels`, each with what it is. */
export const LABELS_KEYS = {
  file: 'a CSV of labels instead of one subfolder per class',
  pathColumn: 'its column of image paths, when it is not clear',
  labelColumn: 'its column of labels, when it is not clear',
} as const;
export const LABELS_MEANING = 'a table of paths and labels';

/** What a configuration file says; paths are as written, or absolute once they are known to lie in the dataset. */
export type DatasetConfig = {
  readonly [N in ConfigOptionName]?: Exclude<OptionValue<(typeof CONFIG_OPTIONS)[N]>, undefined>;
} & {
  readonly labels?: {
    readonly file: string;
    readonly pathColumn?: string;
    readonly labelColumn?: string;
  };
};

/** An option as a dataset may set it: without the files that would be run. */
export const ofDataset = (option: Option): Option =>
  option.kind === 'file' ? { ...option, extensions: readableExtensions(option) } : option;

const readableExtensions = ({ extensions, programs = [] }: FileOption): readonly string[] =>
  extensions.filter((extension) => !programs.includes(extension));
