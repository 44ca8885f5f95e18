import * as l10n from '@vscode/l10n';
import { AppError } from '../../core/appError';
import type { IssueFilter } from '../../core/run/issueFilter';
import { SETTINGS_SECTION } from '../../core/names';
import type { ScanOptions } from '../../core/run/trainingPlan';
import {
  SETTING_SPECS,
  type ChoiceSpec,
  type NumberSpec,
  type SettingName,
  type TextSpec,
} from './settingSpecs';

/** Looks a setting up, e.g. in VS Code's configuration; what it gives was typed by a person and is checked here. */
export type GetSetting = (name: SettingName) => unknown;

export interface ScanSettings {
  readonly options: ScanOptions;
  readonly filterBy: IssueFilter;
}

/** The settings a scan needs. @throws AppError `bad-setting` naming the setting and what it may be. */
export function readScanSettings(get: GetSetting): ScanSettings {
  const specs = SETTING_SPECS;
  return {
    options: {
      preset: readChoice(get, 'preset', specs.preset) ?? specs.preset.default,
      loss: readChoice(get, 'loss', specs.loss),
      gamma: readNumber(get, 'gamma', specs.gamma),
      cutoff: readNumber(get, 'cutoff', specs.cutoff),
      activeWeight: readNumber(get, 'activeWeight', specs.activeWeight),
      passiveWeight: readNumber(get, 'passiveWeight', specs.passiveWeight),
      regularization: readNumber(get, 'regularization', specs.regularization),
      delayEpochs: readNumber(get, 'delayEpochs', specs.delayEpochs),
      epochs: readNumber(get, 'epochs', specs.epochs),
      folds: readNumber(get, 'folds', specs.folds),
      models: readNumber(get, 'models', specs.models),
      batchSize: readNumber(get, 'batchSize', specs.batchSize),
      learningRate: readNumber(get, 'learningRate', specs.learningRate),
      distortion: readNumber(get, 'distortion', specs.distortion),
      mirrors: readChoice(get, 'mirrors', specs.mirrors),
      imageSize: readNumber(get, 'imageSize', specs.imageSize),
      seed: readNumber(get, 'seed', specs.seed) ?? specs.seed.default,
      workers: readNumber(get, 'workers', specs.workers),
      backend: readChoice(get, 'backend', specs.backend) ?? specs.backend.default,
    },
    filterBy: readChoice(get, 'filterBy', specs.filterBy) ?? specs.filterBy.default,
  };
}

/** Where the corrected labels go, relative to the dataset's folder. @throws AppError `bad-setting`. */
export function readExportPath(get: GetSetting): string {
  return readText(get, 'exportPath', SETTING_SPECS.exportPath);
}

function readChoice<T extends string>(
  get: GetSetting,
  name: SettingName,
  spec: ChoiceSpec<T, T | null>,
): T | undefined {
  const value = get(name) ?? spec.default;
  if (value === null) return undefined;
  const choice = spec.choices.find((candidate) => candidate === value);
  if (choice === undefined) throw badSetting(name, value, `one of ${spec.choices.join(', ')}`);
  return choice;
}

function readNumber(get: GetSetting, name: SettingName, spec: NumberSpec<number | null>): number | undefined {
  const value = get(name) ?? spec.default;
  if (value === null) return undefined;
  const { minimum, maximum, integer } = spec;
  const isAllowed =
    typeof value === 'number' &&
    value >= minimum &&
    value <= maximum &&
    (!integer || Number.isInteger(value));
  if (!isAllowed)
    throw badSetting(name, value, `a ${integer ? 'whole ' : ''}number from ${minimum} to ${maximum}`);
  return value;
}

function readText(get: GetSetting, name: SettingName, spec: TextSpec): string {
  const value = get(name) ?? spec.default;
  if (typeof value !== 'string' || value.trim() === '') throw badSetting(name, value, l10n.t('a file name'));
  return value;
}

function badSetting(name: SettingName, value: unknown, allowed: string): AppError {
  return new AppError(
    'bad-setting',
    l10n.t(
      'The setting {0} is {1}; set it to {2}.',
      `${SETTINGS_SECTION}.${name}`,
      JSON.stringify(value),
      allowed,
    ),
  );
}
