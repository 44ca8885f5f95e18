import { AppError } from '../../core/appError';
import { nearestName } from '../../core/query/nearestName';

export const PROGRESS_STYLES = ['bar', 'plain', 'json', 'none'] as const;
export type ProgressStyle = (typeof PROGRESS_STYLES)[number];

export const PROGRESS_FLAG = '--progress';

/** `--progress` may stand in every command, and is taken out before the command reads its own flags. */
export interface TakenStyle {
  readonly rest: readonly string[];
  /** Undefined: as the terminal is. */
  readonly style: ProgressStyle | undefined;
}

/** @throws AppError `bad-usage`. */
export function takeProgressFlag(args: readonly string[]): TakenStyle {
  const rest: string[] = [];
  let style: ProgressStyle | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') return { rest: [...rest, ...args.slice(at)], style };
    if (arg === PROGRESS_FLAG) style = readStyle(args[++at]);
    else if (arg.startsWith(`${PROGRESS_FLAG}=`)) style = readStyle(arg.slice(PROGRESS_FLAG.length + 1));
    else rest.push(arg);
  }
  return { rest, style };
}

function readStyle(text: string | undefined): ProgressStyle {
  const style = PROGRESS_STYLES.find((name) => name === text);
  if (style !== undefined) return style;
  const meant = nearestName(text ?? '', PROGRESS_STYLES);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new AppError(
    'bad-usage',
    `${PROGRESS_FLAG} is one of ${PROGRESS_STYLES.join(', ')}, not '${text ?? ''}'.${hint}`,
  );
}

/** How progress is shown where nobody says how. */
export function usualStyle(isTerminal: boolean, { TERM: term }: NodeJS.ProcessEnv): ProgressStyle {
  return isTerminal && term !== 'dumb' ? 'bar' : 'plain';
}
