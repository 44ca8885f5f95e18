import { DEFAULT_ISSUE_FILTER, ISSUE_FILTERS, type IssueFilter } from '../../core/run/issueFilter';
import { CORRECTED_CSV } from '../../core/names';
import {
  BACKEND_CHOICES,
  LOSS_NAMES,
  MIRROR_CHOICES,
  PRESETS,
  type BackendChoice,
  type LossName,
  type MirrorChoice,
  type Preset,
  DEFAULT_SEED,
} from '../../core/run/trainingPlan';

/** A setting with a fixed list of values; a `null` default means that the extension chooses. */
export interface ChoiceSpec<T extends string, D extends T | null> {
  readonly kind: 'choice';
  readonly choices: readonly T[];
  readonly default: D;
}

/** A setting that is a number in `[minimum, maximum]`; a `null` default means that the extension chooses. */
export interface NumberSpec<D extends number | null> {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: D;
}

export interface TextSpec {
  readonly kind: 'text';
  readonly default: string;
}

export type SettingSpec = ChoiceSpec<string, string | null> | NumberSpec<number | null> | TextSpec;

const whole = (minimum: number, maximum: number): NumberSpec<null> => ({
  kind: 'number',
  integer: true,
  minimum,
  maximum,
  default: null,
});
const real = (minimum: number, maximum: number): NumberSpec<null> => ({
  ...whole(minimum, maximum),
  integer: false,
});

const preset: ChoiceSpec<Preset, 'balanced'> = { kind: 'choice', choices: PRESETS, default: 'balanced' };
const loss: ChoiceSpec<LossName, null> = { kind: 'choice', choices: LOSS_NAMES, default: null };
const backend: ChoiceSpec<BackendChoice, 'auto'> = {
  kind: 'choice',
  choices: BACKEND_CHOICES,
  default: 'auto',
};
const filterBy: ChoiceSpec<IssueFilter, typeof DEFAULT_ISSUE_FILTER> = {
  kind: 'choice',
  choices: ISSUE_FILTERS,
  default: DEFAULT_ISSUE_FILTER,
};
const mirrors: ChoiceSpec<MirrorChoice, null> = { kind: 'choice', choices: MIRROR_CHOICES, default: null };
const seed: NumberSpec<number> = { ...whole(0, 2_147_483_647), default: DEFAULT_SEED };
const exportPath: TextSpec = { kind: 'text', default: CORRECTED_CSV };

/** Every setting below `labelReview.`, with its range and default; a test keeps `package.json` equal to this. */
export const SETTING_SPECS = {
  preset,
  loss,
  backend,
  filterBy,
  gamma: real(0.01, 10),
  cutoff: real(0.001, 0.9),
  activeWeight: real(0, 100),
  passiveWeight: real(0, 100),
  regularization: real(0, 100),
  delayEpochs: whole(0, 100),
  epochs: whole(1, 500),
  folds: whole(1, 20),
  models: whole(1, 20),
  batchSize: whole(4, 1024),
  learningRate: real(0.00001, 0.1),
  distortion: real(0, 1),
  mirrors,
  imageSize: whole(8, 512),
  workers: whole(1, 64),
  seed,
  exportPath,
} as const satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof SETTING_SPECS;
