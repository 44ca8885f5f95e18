import path from 'node:path';
import { AppError } from '../../core/appError';
import { CONFIG_FILE } from '../../core/names';
import {
  CONFIG_OPTIONS,
  type ConfigOptionName,
  type DatasetConfig,
} from '../../core/run/config/configOptions';
import { describeConfig } from '../../core/run/config/describeConfig';
import { message, wordMessage } from '../../core/words/message';
import { readConfig } from '../../files/readConfig';
import { relativeTo } from '../../files/insideOf';
import type { CommandIo } from '../commandIo';
import type { Flags } from '../flags';

export type ConfigKey = ConfigOptionName | 'labels';

/**
 * What the dataset's configuration file says, or the file that `--config` names; nothing with `--no-config`. It is told which
 * of its values count: those of `keys` for which no flag is given. @throws AppError `bad-setting`, `bad-usage`.
 */
export async function configOf(
  root: string,
  flags: Flags,
  { keys, io }: { readonly keys: (key: ConfigKey) => boolean; readonly io: Pick<CommandIo, 'say'> },
): Promise<DatasetConfig> {
  const named = flags.text('config');
  if (flags.has('no-config')) {
    if (named === undefined) return {};
    throw new AppError('bad-usage', '--config has no place beside --no-config.');
  }
  const config = await readConfig(root, named === undefined ? undefined : path.resolve(named));
  if (config === undefined) return {};
  const values = describeConfig(config, {
    shows: (key) => keys(key) && flags.text(flagOf(key)) === undefined,
    toRelative: (file) => relativeTo(root, file),
  });
  const file = named ?? CONFIG_FILE;
  if (values.length > 0)
    io.say('note', wordMessage(message('config-sets', { file, values: { list: values } })));
  return config;
}

const flagOf = (key: ConfigKey): string => (key === 'labels' ? 'labels' : CONFIG_OPTIONS[key].flag);
