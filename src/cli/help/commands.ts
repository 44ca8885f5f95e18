import { AppError } from '../../core/appError';
import { nearestName } from '../../core/query/nearestName';
import type { CommandSpec } from './commandSpec';
import { MERGE_SPEC, PLAN_SPEC, WORK_SPEC } from './jobSpecs';
import { COMPLETION_SPEC, EXPORT_SPEC, REPORT_SPEC, SIMILAR_SPEC } from './otherSpecs';
import { RAY_SPEC } from './raySpec';
import { SCAN_SPEC } from './scanSpec';
import { SCORE_SPEC } from './scoreSpec';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  SCAN_SPEC,
  SCORE_SPEC,
  EXPORT_SPEC,
  REPORT_SPEC,
  SIMILAR_SPEC,
  PLAN_SPEC,
  WORK_SPEC,
  MERGE_SPEC,
  RAY_SPEC,
  COMPLETION_SPEC,
];

/** Shows the help of a command. */
export const HELP = 'help';

export const findCommand = (name: string | undefined): CommandSpec | undefined =>
  COMMANDS.find((command) => command.name === name);

export function unknownCommand(name: string): AppError {
  const names = COMMANDS.map((command) => command.name);
  const near = nearestName(name, [...names, HELP]);
  return new AppError(
    'bad-usage',
    near === undefined
      ? `There is no command '${name}'; use one of ${names.join(', ')}.`
      : `There is no command '${name}'; did you mean ${near}?`,
  );
}
