import { PROGRAM } from '../../core/names';
import { COMMANDS, HELP } from '../help/commands';
import { flagsOf, type CommandSpec, type FlagSpec } from '../help/commandSpec';
import { EVERYWHERE } from '../help/sharedFlags';

/** Completion for fish, from 3.0 on. */
export function fishScript(): string {
  const names = [...COMMANDS.map(({ name }) => name), HELP];
  const noCommand = `not __fish_seen_subcommand_from ${names.join(' ')}`;
  const line = (...parts: readonly string[]) => ['complete', '-c', PROGRAM, ...parts].join(' ');
  return [
    `# fish completion of ${PROGRAM}`,
    line('-f'),
    ...COMMANDS.map(({ name, summary }) => line('-n', quoted(noCommand), '-a', name, '-d', quoted(summary))),
    line('-n', quoted(noCommand), '-a', HELP, '-d', quoted('show what a command takes')),
    line('-n', quoted(`__fish_seen_subcommand_from ${HELP}`), '-a', quoted(names.join(' '))),
    ...EVERYWHERE.map((flag) => line(...flagParts(flag))),
    ...COMMANDS.flatMap((command) => {
      const seen = ['-n', quoted(`__fish_seen_subcommand_from ${command.name}`)];
      const operands = operandParts(command);
      return [
        ...flagsOf(command).map((flag) => line(...seen, ...flagParts(flag))),
        ...(operands.length === 0 ? [] : [line(...seen, ...operands)]),
      ];
    }),
    '',
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
const FOLDERS = quoted('(__fish_complete_directories (commandline -ct))');

function flagParts({ flag, placeholder, meaning, choices = [], takes }: FlagSpec): readonly string[] {
  const about = ['-d', quoted(meaning)];
  if (placeholder === undefined) return ['-l', flag, ...about];
  const files = takes === 'file' ? ['-r', '-F'] : ['-x'];
  const words = choices.length === 0 ? [] : ['-a', quoted(choices.join(' '))];
  return ['-l', flag, ...files, ...words, ...(takes === 'folder' ? ['-a', FOLDERS] : []), ...about];
}

function operandParts({ operands }: CommandSpec): readonly string[] {
  if (operands === 'none') return [];
  if (operands === 'folder') return ['-a', FOLDERS];
  return operands === 'folder, then files' ? ['-F'] : ['-a', quoted(operands.join(' '))];
}
