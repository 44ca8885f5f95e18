import { PROGRAM } from '../../core/names';
import { COMMANDS, HELP } from '../help/commands';
import { flagsOf, type CommandSpec, type FlagSpec } from '../help/commandSpec';
import { EVERYWHERE } from '../help/sharedFlags';

const NAMES = COMMANDS.map(({ name }) => name);

/**
 * Completion for bash, from 3.2 on, without the package bash-completion. Bash takes `--flag=value` for three words: what stands
 * before the cursor is looked at without the `=`.
 */
export function bashScript(): string {
  return `# bash completion of ${PROGRAM}

_label_review_add() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_label_review() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${[...NAMES, HELP].join(' | ')}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command:$prev in
${[...COMMANDS.flatMap(valuesOf), ...EVERYWHERE.flatMap((flag) => valueCase('*', flag))].join('\n')}
  esac
  case $command:$cur in
${COMMANDS.map(flagWords).join('\n')}
    *:-*) _label_review_add < <(compgen -W '${EVERYWHERE.map(dashed).join(' ')}' -- "$cur"); return ;;
  esac
  case $command in
    '' | ${HELP}) _label_review_add < <(compgen -W '${[...NAMES, HELP].join(' ')}' -- "$cur") ;;
${COMMANDS.map(operandCase).join('\n')}
  esac
}

complete -F _label_review ${PROGRAM}
`;
}

const dashed = ({ flag }: FlagSpec): string => `--${flag}`;

const valuesOf = (command: CommandSpec): readonly string[] =>
  flagsOf(command).flatMap((flag) => valueCase(command.name, flag));

/** What may stand behind a flag that has a value: nothing else. */
function valueCase(command: string, flag: FlagSpec): readonly string[] {
  if (flag.placeholder === undefined) return [];
  return [`    ${command}:--${flag.flag}) ${steps(flag)}return ;;`];
}

function steps({ choices = [], takes }: Pick<FlagSpec, 'choices' | 'takes'>): string {
  const words =
    choices.length === 0 ? '' : `_label_review_add < <(compgen -W '${choices.join(' ')}' -- "$cur"); `;
  if (takes === undefined) return words;
  // With it, bash quotes what needs it and ends folders with a slash; bash 3.2 lacks it.
  const letter = takes === 'file' ? 'f' : 'd';
  return `${words}compopt -o filenames 2>/dev/null; _label_review_add < <(compgen -${letter} -- "$cur"); `;
}

function flagWords(command: CommandSpec): string {
  const words = [...flagsOf(command), ...EVERYWHERE].map(dashed).join(' ');
  return `    ${command.name}:-*) _label_review_add < <(compgen -W '${words}' -- "$cur"); return ;;`;
}

function operandCase({ name, operands }: CommandSpec): string {
  const said = (): string => {
    if (operands === 'none') return '';
    if (operands === 'folder') return steps({ takes: 'folder' });
    return steps(operands === 'folder, then files' ? { takes: 'file' } : { choices: operands });
  };
  return `    ${name}) ${said()};;`;
}
