import { PROGRAM } from '../../core/names';
import type { Palette } from '../progress/palette';
import { COMMANDS } from './commands';
import type { CommandSpec, FlagSpec } from './commandSpec';
import { EVERYWHERE } from './sharedFlags';

export interface HelpLook {
  /** Width of the lines. */
  readonly columns: number;
  readonly palette: Palette;
}

/** Wider lines are hard to read, and narrower ones leave no room for words. */
const WIDEST = 110;
const NARROWEST = 50;
/** Where the text of a flag begins; a longer flag has a line of its own. */
const TEXT_COLUMN = 26;

const EXIT_STATUS =
  'Exit status: 0 done, 1 failed, 2 wrong usage, 3 more suspects than --fail-over allows, 130 cancelled.';

/** What the program does: `--help`, and without a command. */
export function programHelp(look: HelpLook): string {
  const heading = (text: string) => look.palette.bold(text);
  return [
    `${heading(PROGRAM)}: find and fix wrong labels in image datasets`,
    '',
    heading('Commands'),
    ...COMMANDS.map(({ name, summary }) => entry(name, summary, look)),
    entry('help COMMAND', 'show what a command takes, with examples', look),
    entry('--version', 'print the version of this program', look),
    '',
    heading('With every command'),
    ...EVERYWHERE.map((flag) => flagEntry(flag, look)),
    '',
    heading('Begin with'),
    ...examples(COMMANDS[0]!, look).slice(0, 2),
    '',
    ...wrapped(`Messages go to standard error, data to standard output. ${EXIT_STATUS}`, '', look),
    '',
  ].join('\n');
}

/** What a command takes, in groups, and real examples. */
export function commandHelp(command: CommandSpec, look: HelpLook): string {
  const heading = (text: string) => look.palette.bold(text);
  const { summary, usage, groups } = command;
  return [
    ...usage.map((line) => heading(`${PROGRAM} ${line}`)),
    ...wrapped(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, '', look),
    ...groups.flatMap(({ title, flags }) => [
      '',
      heading(title),
      ...flags.map((flag) => flagEntry(flag, look)),
    ]),
    '',
    heading('With every command'),
    ...EVERYWHERE.map((flag) => flagEntry(flag, look)),
    '',
    heading('Examples'),
    ...examples(command, look),
    '',
    ...wrapped(EXIT_STATUS, '', look),
    '',
  ].join('\n');
}

const examples = (command: CommandSpec, { palette }: HelpLook): readonly string[] =>
  command.examples.flatMap(({ line, does }) => [`  ${PROGRAM} ${line}`, `      ${palette.dim(does)}`]);

function flagEntry({ flag, placeholder, meaning }: FlagSpec, look: HelpLook): string {
  return entry(`--${flag}${placeholder === undefined ? '' : ` ${placeholder}`}`, meaning, look);
}

/** A name and what it is, in as many lines as it takes. */
function entry(name: string, text: string, look: HelpLook): string {
  const indent = ' '.repeat(TEXT_COLUMN);
  const lines = wrapped(text, indent, look);
  const head = `  ${look.palette.cyan(name)}`;
  const gap = TEXT_COLUMN - name.length - 2;
  return gap < 2
    ? [head, ...lines].join('\n')
    : [`${head}${' '.repeat(gap)}${lines[0]!.trimStart()}`, ...lines.slice(1)].join('\n');
}

function wrapped(text: string, indent: string, { columns }: HelpLook): readonly string[] {
  const width = Math.max(NARROWEST, Math.min(WIDEST, columns));
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
