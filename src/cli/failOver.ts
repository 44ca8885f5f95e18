import { EXIT, type CommandIo, type ExitCode } from './commandIo';
import { counted } from './counted';

/** How a command ends that has found suspects, once everything is written: `--fail-over`, or the dataset, says how many are too many. */
export function exitFor(
  suspects: number,
  failOver: number | undefined,
  { sayError }: Pick<CommandIo, 'sayError'>,
): ExitCode {
  if (failOver === undefined || suspects <= failOver) return EXIT.done;
  sayError(
    'too-many-suspects',
    `There ${suspects === 1 ? 'is' : 'are'} ${counted(suspects, 'suspect')}, ` +
      `more than the ${failOver} that ${failOver === 1 ? 'is' : 'are'} allowed.`,
  );
  return EXIT.tooMany;
}
