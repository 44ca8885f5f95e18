import * as v from 'valibot';
import { FORMAT_NAMES } from '../dataset/formats/formatNames';
import type { Immutable } from '../immutable';
import { message, wordMessage, type Message } from '../words/message';
import { DEFAULT_ISSUE_FILTER, ISSUE_FILTERS } from './issueFilter';
import { BACKEND_CHOICES, LOSS_NAMES, MIRROR_CHOICES, PRESETS } from './trainingPlan';

interface OptionWords {
  /** On the command line, without the dashes. The setting has the option's own name. */
  readonly flag: string;
  /** Stands for the value in the usage text. */
  readonly placeholder: string;
  /** What the value is, for the usage text and docs/options.md; its range follows. */
  readonly meaning: string;
}

/** An option with a fixed list of values. Without a default, the preset or the dataset decides. */
export interface ChoiceOption extends OptionWords {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

/** An option that is a number from `minimum` to `maximum`. Without a default, the preset or the dataset decides. */
export interface NumberOption extends OptionWords {
  readonly kind: 'integer' | 'number';
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
}

/** An option that is one of a few names or the path of a file of certain kinds, relative to where it was written. */
export interface FileOption extends OptionWords {
  readonly kind: 'file';
  /** What may stand in place of a file. */
  readonly choices: readonly string[];
  /** How the files' names end, in lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Of these, files that are not only read but run: a dataset may not name one of its own. */
  readonly programs?: readonly string[];
  readonly default?: string;
}

export type Option = ChoiceOption | NumberOption | FileOption;

/** What may be said of the encoder without naming a file: left to the preset, no encoder, or one that is built in. */
export const ENCODER_CHOICES = ['auto', 'none', 'lite0', 'lite2'] as const;

/**
 * What a user may override when images are searched for wrong labels; everything else follows from the dataset and the
 * preset. The one place where an option has its flag, its range and its default: the type, what the trainer accepts, the
 * flags, the usage text and the settings follow from it; `package.json` and docs/options.md are compared with it by tests.
 */
export const SCAN_OPTIONS = {
  preset: {
    flag: 'preset',
    placeholder: 'NAME',
    meaning: 'how much time to spend',
    kind: 'choice',
    choices: PRESETS,
    default: 'balanced',
  },
  encoder: {
    flag: 'encoder',
    placeholder: 'NAME',
    meaning: 'what turns photographs into embeddings, for a second opinion',
    kind: 'file',
    choices: ENCODER_CHOICES,
    extensions: ['.onnx', '.npy'],
    programs: ['.onnx'],
    default: 'auto',
  },
  encoderOrder: {
    flag: 'encoder-order',
    placeholder: 'FILE',
    meaning: 'a table with the path of each row of the .npy file, where that is not in sorted order',
    kind: 'file',
    choices: [],
    extensions: ['.csv', '.tsv'],
  },
  loss: {
    flag: 'loss',
    placeholder: 'NAME',
    meaning: 'what the network is trained with',
    kind: 'choice',
    choices: LOSS_NAMES,
  },
  backend: {
    flag: 'backend',
    placeholder: 'NAME',
    meaning: 'what computes the training',
    kind: 'choice',
    choices: BACKEND_CHOICES,
    default: 'auto',
  },
  gamma: {
    flag: 'gamma',
    placeholder: 'G',
    meaning: 'exponent of the focal and blurry losses',
    kind: 'number',
    minimum: 0,
    maximum: 10,
  },
  cutoff: {
    flag: 'cutoff',
    placeholder: 'C',
    meaning: 'probability below which piecewise-zero ignores a label',
    kind: 'number',
    minimum: 0,
    maximum: 1,
  },
  activeWeight: {
    flag: 'active-weight',
    placeholder: 'A',
    meaning: 'weight of the first term of symmetric-cross-entropy and active-passive',
    kind: 'number',
    minimum: 0,
    maximum: 100,
  },
  passiveWeight: {
    flag: 'passive-weight',
    placeholder: 'B',
    meaning: 'weight of the second term of symmetric-cross-entropy and active-passive',
    kind: 'number',
    minimum: 0,
    maximum: 100,
  },
  regularization: {
    flag: 'regularization',
    placeholder: 'L',
    meaning: 'weight of the second term of early-learning',
    kind: 'number',
    minimum: 0,
    maximum: 100,
  },
  delayEpochs: {
    flag: 'delay',
    placeholder: 'EPOCHS',
    meaning: 'epochs of cross-entropy before a robust loss takes over',
    kind: 'integer',
    minimum: 0,
    maximum: 10_000,
  },
  epochs: {
    flag: 'epochs',
    placeholder: 'N',
    meaning: 'how often each model sees every image',
    kind: 'integer',
    minimum: 1,
    maximum: 10_000,
  },
  folds: {
    flag: 'folds',
    placeholder: 'K',
    meaning: 'parts that the images are split into (1: one model, trained on all of them)',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
  },
  models: {
    flag: 'models',
    placeholder: 'N',
    meaning: 'models to train, if not one for each fold',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
  },
  batchSize: {
    flag: 'batch-size',
    placeholder: 'N',
    meaning: 'images in a training step',
    kind: 'integer',
    minimum: 1,
    maximum: 4096,
  },
  learningRate: {
    flag: 'learning-rate',
    placeholder: 'R',
    meaning: 'the highest learning rate of the schedule',
    kind: 'number',
    minimum: 0.000001,
    maximum: 1,
  },
  distortion: {
    flag: 'distortion',
    placeholder: 'D',
    meaning: 'how far training images are turned, scaled and shifted',
    kind: 'number',
    minimum: 0,
    maximum: 1,
  },
  mirrors: {
    flag: 'mirrors',
    placeholder: 'NAME',
    meaning: 'which mirror images are used in training',
    kind: 'choice',
    choices: MIRROR_CHOICES,
  },
  imageSize: {
    flag: 'image-size',
    placeholder: 'PX',
    meaning: 'edge in pixels of the square images that the network sees',
    kind: 'integer',
    minimum: 8,
    maximum: 1024,
  },
  workers: {
    flag: 'workers',
    placeholder: 'N',
    meaning: 'threads that train: a model on each or, where there are more, several for each model',
    kind: 'integer',
    minimum: 1,
    maximum: 256,
  },
  seed: {
    flag: 'seed',
    placeholder: 'N',
    meaning: 'seed of everything random',
    kind: 'integer',
    minimum: 0,
    maximum: 2 ** 32 - 1,
    default: 1,
  },
} as const satisfies Readonly<Record<string, Option>>;

export type ScanOptionName = keyof typeof SCAN_OPTIONS;
// The keys are those of the table.
export const SCAN_OPTION_NAMES = Object.keys(SCAN_OPTIONS) as ScanOptionName[];

/** The rule that decides which images are suspects: an option of every run, whether or not anything is trained for it. */
export const FILTER_OPTION = {
  flag: 'filter-by',
  placeholder: 'NAME',
  meaning: 'the rule that decides which images are suspects',
  kind: 'choice',
  choices: ISSUE_FILTERS,
  default: DEFAULT_ISSUE_FILTER,
} as const satisfies Option;

/** The form that a dataset has: what somebody says of one dataset, so that it has no setting. */
export const FORMAT_OPTION = {
  flag: 'format',
  placeholder: 'NAME',
  meaning: 'the form that the dataset has',
  kind: 'choice',
  choices: ['auto', ...FORMAT_NAMES],
  default: 'auto',
} as const satisfies Option;

/** How many suspects do not fail a run: of scripts that check a dataset, so that it has no setting. */
export const FAIL_OVER_OPTION = {
  flag: 'fail-over',
  placeholder: 'N',
  meaning: 'exit with status 3 where there are more suspects than this',
  kind: 'integer',
  minimum: 0,
  maximum: 1_000_000_000,
} as const satisfies Option;

type ValueOf<O extends Option> = O extends ChoiceOption
  ? O['choices'][number]
  : O extends FileOption
    ? string
    : number;
type SchemaOf<O extends Option> = O extends { readonly default: unknown }
  ? v.OptionalSchema<v.GenericSchema<ValueOf<O>>, ValueOf<O>>
  : v.OptionalSchema<v.GenericSchema<ValueOf<O>>, undefined>;

/** What a run gets for an option. */
export type OptionValue<O extends Option> = v.InferOutput<SchemaOf<O>>;

function optionSchema(option: Option): v.GenericSchema<unknown, string | number | undefined> {
  const allowed = `Expected ${wordMessage(allowedValues(option))}`;
  if (option.kind === 'choice') return v.optional(v.picklist(option.choices, allowed), option.default);
  if (option.kind === 'file') {
    const isAllowed = (text: string) => option.choices.includes(text) || isFileOf(option, text);
    return v.optional(v.pipe(v.string(allowed), v.check(isAllowed, allowed)), option.default);
  }
  const range = v.pipe(
    v.number(allowed),
    v.minValue(option.minimum, allowed),
    v.maxValue(option.maximum, allowed),
  );
  return v.optional(option.kind === 'integer' ? v.pipe(range, v.integer(allowed)) : range, option.default);
}

// Each entry is the schema that the type says, by `optionSchema`; a function cannot tell its caller as much.
const entries = Object.fromEntries(
  SCAN_OPTION_NAMES.map((name) => [name, optionSchema(SCAN_OPTIONS[name])]),
) as unknown as { readonly [N in ScanOptionName]: SchemaOf<(typeof SCAN_OPTIONS)[N]> };

/** Strict: an option that the table lacks must not be dropped in silence. */
export const scanOptionsSchema = v.strictObject(entries);
export type ScanOptions = Immutable<v.InferOutput<typeof scanOptionsSchema>>;

/** The options of a run where none is set. */
export const DEFAULT_SCAN_OPTIONS: ScanOptions = v.parse(scanOptionsSchema, {});

/** Whether a value of an option is the path of a file, not one of the option's names. */
export function isFileOf(option: FileOption, value: string): boolean {
  const name = value.toLowerCase();
  return option.extensions.some((extension) => name.endsWith(extension) && name !== extension);
}

/** What may be given for an option, in short. */
export function rangeText(option: Option): string {
  switch (option.kind) {
    case 'choice':
      return option.choices.join(' | ');
    case 'file':
      return [...option.choices, ...option.extensions.map((extension) => `FILE${extension}`)].join(' | ');
    case 'integer':
    case 'number':
      return `${option.minimum} to ${option.maximum}`;
  }
}

/** What may be given for an option, to be read after "set it to ". */
export function allowedValues(option: Option): Message {
  switch (option.kind) {
    case 'choice':
      return message('allowed-choices', { choices: { list: option.choices } });
    case 'file': {
      const file = message('allowed-file', { extensions: either(option.extensions) });
      if (option.choices.length === 0) return file;
      return message('allowed-choices-or', { choices: { list: option.choices }, file });
    }
    case 'integer':
      return message('allowed-whole-number', rangeOf(option));
    case 'number':
      return message('allowed-number', rangeOf(option));
  }
}

/** `a or b`. */
function either(names: readonly string[]): Message | string {
  const [first = '', ...others] = names;
  return others.reduce<Message | string>((before, name) => message('either', { before, name }), first);
}

/** As they are typed, without separators. */
function rangeOf({ minimum, maximum }: NumberOption) {
  return { minimum: `${minimum}`, maximum: `${maximum}` };
}

/** Reads what somebody has typed for an option; undefined and null stand for the default. Throws what `refuse` makes. */
export function readOption<const O extends Option>(
  option: O,
  value: unknown,
  refuse: (allowed: Message) => Error,
): OptionValue<O> {
  const read = v.safeParse(optionSchema(option), value ?? undefined);
  if (!read.success) throw refuse(allowedValues(option));
  return read.output; // as above
}

/** All options of a scan, each from `read`, which is `readOption` of wherever the options come from. */
export function readScanOptions(read: (name: ScanOptionName) => unknown): ScanOptions {
  return v.parse(scanOptionsSchema, Object.fromEntries(SCAN_OPTION_NAMES.map((name) => [name, read(name)])));
}

/** The same options with the path of each file among them made absolute by `resolve`. */
export function withAbsoluteFiles(options: ScanOptions, resolve: (file: string) => string): ScanOptions {
  const { encoder, encoderOrder } = options;
  return {
    ...options,
    encoder: isFileOf(SCAN_OPTIONS.encoder, encoder) ? resolve(encoder) : encoder,
    ...(encoderOrder !== undefined && { encoderOrder: resolve(encoderOrder) }),
  };
}
