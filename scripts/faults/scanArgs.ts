import { CLI_FILE } from './programs';

/** A search on the command line that takes about a second. */
export const scanArgs = (root: string): readonly string[] => [
  CLI_FILE,
  'scan',
  root,
  ...['--epochs', '1', '--folds', '2', '--image-size', '8', '--workers', '1', '--encoder', 'none'],
  ...['--out', `${root}.scan.csv`],
];
