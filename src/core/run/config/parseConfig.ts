import { AppError } from '../../appError';
import { CONFIG_FILE } from '../../names';
import { nearestName } from '../../query/nearestName';
import { message, type MessageArgs, type MessageId } from '../../words/message';
import { readOption } from '../scanOptions';
import {
  CONFIG_OPTION_NAMES,
  CONFIG_OPTIONS,
  LABELS_KEYS,
  ofDataset,
  type ConfigOptionName,
  type DatasetConfig,
} from './configOptions';

/** Editors take it for the address of a schema; it says nothing to us. */
const SCHEMA_KEY = '$schema';
const EXAMPLE = '{ "preset": "fast" }';

/**
 * What the text of a configuration file says; `file` is how the file is called in complaints. Nothing is passed over, for a
 * misspelt key would be an option that somebody believes to be set. @throws AppError `bad-setting`.
 */
export function parseConfig(text: string, file = CONFIG_FILE): DatasetConfig {
  const entries = Object.entries(parseObject(text, file)).filter(([key]) => key !== SCHEMA_KEY);
  const keys = [...CONFIG_OPTION_NAMES, 'labels'];
  const config = entries.map(([key, value]): readonly [string, unknown] => {
    if (key === 'labels') return [key, readLabels(value, file)];
    const name = CONFIG_OPTION_NAMES.find((known) => known === key);
    if (name === undefined) throw unknownKey(file, key, keys);
    return [key, readValue(name, value, file)];
  });
  return withoutClash(Object.fromEntries(config), file); // each value is what its key has in the table
}

/** A table of labels is a form of its own. */
function withoutClash(config: DatasetConfig, file: string): DatasetConfig {
  const { format, labels } = config;
  if (labels === undefined || format === undefined || format === 'auto' || format === 'csv') return config;
  const allowed = message('allowed-csv');
  throw refusal('config-bad-value', { file, key: 'format', value: shown(format), allowed });
}

function parseObject(text: string, file: string): object {
  let content: unknown;
  try {
    // Windows editors begin a file with a mark.
    content = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    throw refusal('config-no-json', { file, why: cause instanceof Error ? cause.message : String(cause) });
  }
  if (isObject(content)) return content;
  throw refusal('config-no-object', { file, example: EXAMPLE });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readValue(name: ConfigOptionName, value: unknown, file: string): unknown {
  const option = CONFIG_OPTIONS[name];
  const isProgram = (extension: string) =>
    typeof value === 'string' && value.toLowerCase().endsWith(extension);
  if ('programs' in option && option.programs.some(isProgram))
    throw refusal('config-program', { file, key: name, value: shown(value) });
  return readOption(ofDataset(option), value === null ? NOTHING : value, (allowed) =>
    refusal('config-bad-value', { file, key: name, value: shown(value), allowed }),
  );
}

/** In a file, `null` is no value; what is not there is left out. */
const NOTHING = {};

function readLabels(value: unknown, file: string): object {
  const keys = Object.keys(LABELS_KEYS);
  if (!isObject(value) || !('file' in value)) {
    const allowed = message('allowed-labels', { example: '{ "file": "labels.csv" }', keys: { list: keys } });
    throw refusal('config-bad-value', { file, key: 'labels', value: shown(value), allowed });
  }
  for (const [key, text] of Object.entries(value)) {
    if (!keys.includes(key))
      throw unknownKey(
        file,
        `labels.${key}`,
        keys.map((known) => `labels.${known}`),
      );
    if (typeof text === 'string' && text !== '') continue;
    const allowed = key === 'file' ? message('allowed-table') : message('allowed-column');
    throw refusal('config-bad-value', { file, key: `labels.${key}`, value: shown(text), allowed });
  }
  return value;
}

function unknownKey(file: string, key: string, keys: readonly string[]): AppError {
  const near = nearestName(key, keys);
  return near === undefined
    ? refusal('config-unknown-key', { file, key, keys: { list: keys } })
    : refusal('config-misspelt-key', { file, key, near });
}

/** Long enough to be found again. */
const SHOWN_LENGTH = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

const refusal = <Id extends MessageId>(id: Id, args: MessageArgs<Id>): AppError =>
  new AppError('bad-setting', { id, args });
