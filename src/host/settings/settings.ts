import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { AppError } from '../../core/appError';
import { CORRECTED_CSV, SETTINGS_SECTION } from '../../core/names';
import type { DatasetConfig } from '../../core/run/config/configOptions';
import { ENGLISH, wordMessage, type Wording } from '../../core/words/message';
import type { IssueFilter } from '../../core/run/issueFilter';
import {
  FILTER_OPTION,
  readOption,
  readScanOptions,
  SCAN_OPTIONS,
  type Option,
  type ScanOptions,
} from '../../core/run/scanOptions';

export interface TextSpec {
  readonly kind: 'text';
  readonly default?: string;
}

export type SettingSpec = Option | TextSpec;

/** Every setting below `labelReview.`, with its range and default; a test keeps `package.json` equal to this. */
export const SETTING_SPECS = {
  ...SCAN_OPTIONS,
  filterBy: FILTER_OPTION,
  exportPath: { kind: 'text', default: CORRECTED_CSV },
  cacheFolder: { kind: 'text' },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type SettingName = keyof typeof SETTING_SPECS;

/** Looks a setting up, e.g. in VS Code's configuration; what it gives was typed by a person and is checked here. */
export type GetSetting = (name: SettingName) => unknown;

export interface ScanSettings {
  readonly options: ScanOptions;
  readonly filterBy: IssueFilter;
}

/**
 * What a scan needs: what the dataset's configuration says comes before the settings, which are of the user.
 * @throws AppError `bad-setting` naming the setting and what it may be.
 */
export function readScanSettings(get: GetSetting, config: DatasetConfig = {}): ScanSettings {
  return {
    options: readScanOptions((name) => config[name] ?? readSetting(get, name)),
    filterBy: config.filterBy ?? readSetting(get, 'filterBy'),
  };
}

function readSetting<const N extends Exclude<SettingName, 'exportPath' | 'cacheFolder'>>(
  get: GetSetting,
  name: N,
) {
  const value = get(name);
  return readOption(SETTING_SPECS[name], isUnset(value) ? undefined : value, (allowed) =>
    badSetting(name, value, wordMessage(allowed, IN_LANGUAGE)),
  );
}

/** Where the corrected labels go, relative to the dataset's folder. @throws AppError `bad-setting`. */
export function readExportPath(get: GetSetting): string {
  const value = get('exportPath') ?? SETTING_SPECS.exportPath.default;
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw badSetting('exportPath', value, l10n.t('a file name'));
}

/** Where caches go that are not to be in the datasets; undefined: they are. @throws AppError `bad-setting`. */
export function readCacheFolder(get: GetSetting): string | undefined {
  const value = get('cacheFolder');
  if (isUnset(value)) return undefined;
  if (typeof value === 'string' && path.isAbsolute(value)) return value;
  throw badSetting('cacheFolder', value, l10n.t('the absolute path of a folder'));
}

/** The Settings editor has an empty field for what is not set. */
const isUnset = (value: unknown): value is undefined | null | '' =>
  value === undefined || value === null || value === '';

/** What may be set has its numbers as they are typed. */
const IN_LANGUAGE: Wording = { ...ENGLISH, translate: (text) => l10n.t(text) };

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
