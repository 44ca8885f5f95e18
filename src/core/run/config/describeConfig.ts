import { isFileOf } from '../scanOptions';
import {
  CONFIG_OPTION_NAMES,
  CONFIG_OPTIONS,
  type ConfigOptionName,
  type DatasetConfig,
} from './configOptions';

/** What a configuration file sets, as names and values: `preset fast`, `labels lists/labels.csv`. */
export function describeConfig(
  config: DatasetConfig,
  {
    shows,
    toRelative,
  }: {
    /** Whether a key counts where this is said. */
    readonly shows: (key: ConfigOptionName | 'labels') => boolean;
    /** A path as it is called in the dataset. */
    readonly toRelative: (file: string) => string;
  },
): readonly string[] {
  const parts: string[] = [];
  for (const name of CONFIG_OPTION_NAMES) {
    const value = config[name];
    const option = CONFIG_OPTIONS[name];
    if (value === undefined || !shows(name)) continue;
    const isFile = option.kind === 'file' && typeof value === 'string' && isFileOf(option, value);
    parts.push(`${name} ${isFile ? toRelative(value) : value}`);
  }
  if (config.labels !== undefined && shows('labels')) parts.push(`labels ${toRelative(config.labels.file)}`);
  return parts;
}
