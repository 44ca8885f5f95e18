import { PROGRAM } from '../../core/names';
import { COMMANDS, HELP } from '../help/commands';
import { flagsOf, type CommandSpec, type FlagSpec } from '../help/commandSpec';
import { EVERYWHERE } from '../help/sharedFlags';

/** Completion for zsh: a file of its own in `$fpath`, or sourced after `compinit`. */
export function zshScript(): string {
  const described = COMMANDS.map(({ name, summary }) => quoted(`${name}:${summary}`));
  const names = COMMANDS.map(({ name }) => name).join(' ');
  return `#compdef ${PROGRAM}

_label_review() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands=(
    ${[...described, quoted(`${HELP}:show what a command takes`)].join('\n    ')}
  )
  _arguments -C ${EVERYWHERE.map(flagArgument).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $line[1] in
        ${HELP}) _arguments '1:command:(${names})' ;;
${COMMANDS.map(commandCase).join('\n')}
      esac ;;
  esac
}

if [[ $funcstack[1] == _label_review || $funcstack[1] == _${PROGRAM} ]]; then
  _label_review "$@"
else
  compdef _label_review ${PROGRAM}
fi
`;
}

function commandCase(command: CommandSpec): string {
  const parts = [...[...flagsOf(command), ...EVERYWHERE].map(flagArgument), ...operandArguments(command)];
  const separator = ' \\\n            ';
  return `        ${command.name})\n          _arguments${separator}${parts.join(separator)} ;;`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** In a description these would end it. */
const escaped = (text: string): string => text.replaceAll(/[[\]\\:]/g, String.raw`\$&`);

function flagArgument({
  flag,
  placeholder,
  meaning,
  choices = [],
  takes,
  isRepeated = false,
}: FlagSpec): string {
  const many = isRepeated ? '*' : '';
  const about = `[${escaped(meaning)}]`;
  if (placeholder === undefined) return quoted(`${many}--${flag}${about}`);
  return quoted(`${many}--${flag}=${about}:${escaped(placeholder)}:${action(choices, takes)}`);
}

function action(choices: readonly string[], takes: FlagSpec['takes']): string {
  const files = takes === 'folder' ? '_files -/' : '_files';
  if (choices.length === 0) return takes === undefined ? ' ' : files;
  const words = `(${choices.join(' ')})`;
  // Behind a blank, zsh runs it as it is, without words of its own.
  return takes === undefined
    ? words
    : String.raw` _alternative "names\:name\:${words}" "files\:file\:${files}"`;
}

function operandArguments({ operands }: CommandSpec): readonly string[] {
  if (operands === 'none') return [];
  const folder = quoted('1:folder:_files -/');
  if (operands === 'folder') return [folder];
  if (operands === 'folder, then files') return [folder, quoted('*:image:_files')];
  return [quoted(`1:shell:(${operands.join(' ')})`)];
}
