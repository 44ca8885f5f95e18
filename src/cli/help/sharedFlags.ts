import { CONFIG_FILE } from '../../core/names';
import { PROGRESS_STYLES } from '../progress/progressStyle';
import { CACHE_FLAG } from '../storeFlags';
import type { FlagSpec } from './commandSpec';

/** Flags of several commands. */
export const OUT: FlagSpec = {
  flag: 'out',
  placeholder: 'FILE.csv',
  meaning: 'where the table goes (standard output, unless --json)',
  takes: 'file',
};

export const JSON_FLAG: FlagSpec = { flag: 'json', meaning: 'print one JSON object in place of the table' };

export const CACHE: FlagSpec = {
  flag: CACHE_FLAG,
  placeholder: 'FOLDER',
  meaning: 'where caches go, such as another disk; each dataset has a folder of its own there (the dataset)',
  takes: 'folder',
};

export const CONFIG: readonly FlagSpec[] = [
  {
    flag: 'config',
    placeholder: 'FILE',
    meaning: `read another configuration than ${CONFIG_FILE} in the folder; flags come first`,
    takes: 'file',
  },
  { flag: 'no-config', meaning: 'read no configuration' },
];

export const COLUMNS: readonly FlagSpec[] = [
  {
    flag: 'path-column',
    placeholder: 'NAME',
    meaning: 'its column of image paths, when it is not clear',
  },
  { flag: 'label-column', placeholder: 'NAME', meaning: 'its column of labels, when it is not clear' },
];

/** Of every command; taken out before a command reads its own. */
export const EVERYWHERE: readonly FlagSpec[] = [
  {
    flag: 'progress',
    placeholder: 'STYLE',
    meaning:
      `how progress is shown: ${PROGRESS_STYLES.join(' | ')} (bar in a terminal, else plain); ` +
      'json is one object a line, for programs',
    choices: PROGRESS_STYLES,
  },
  { flag: 'help', meaning: 'show the help of the command' },
];
