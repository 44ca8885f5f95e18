import type { ParseArgsConfig } from 'node:util';
import { rangeText, type Option } from '../../core/run/scanOptions';

/** A flag of a command, declared once: what is parsed, the help and the completion of shells follow from it. */
export interface FlagSpec {
  /** Without the dashes. */
  readonly flag: string;
  /** Stands for the value; absent: the flag has none. */
  readonly placeholder?: string;
  /** What it is, with its range and default. */
  readonly meaning: string;
  /** What may be given, where that can be listed. */
  readonly choices?: readonly string[];
  /** What may be given beside. */
  readonly takes?: 'file' | 'folder';
  /** It may be given several times. */
  readonly isRepeated?: boolean;
}

/** Flags under a heading. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly FlagSpec[];
}

export interface CommandSpec {
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** The ways to write it, without the program's name. */
  readonly usage: readonly string[];
  /** What stands without a flag: a folder, then files, one of a list, or nothing. */
  readonly operands: 'folder' | 'folder, then files' | 'none' | readonly string[];
  readonly groups: readonly FlagGroup[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
}

export const flagsOf = ({ groups }: CommandSpec): readonly FlagSpec[] => groups.flatMap(({ flags }) => flags);

/** What `parseFlags` takes. */
export function parsedFlags(command: CommandSpec): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    flagsOf(command).map(({ flag, placeholder, isRepeated = false }) => [
      flag,
      { type: placeholder === undefined ? 'boolean' : 'string', multiple: isRepeated } as const,
    ]),
  );
}

/** The flag of an option, with its range and default; `note` is said after these. */
export function optionFlag(option: Option, note?: string): FlagSpec {
  const { flag, placeholder, meaning } = option;
  const byDefault = option.default === undefined ? '' : ` (${option.default})`;
  const noted = note === undefined ? '' : `; ${note}`;
  return {
    flag,
    placeholder,
    meaning: `${meaning}: ${rangeText(option)}${byDefault}${noted}`,
    ...('choices' in option && { choices: option.choices }),
    ...(option.kind === 'file' && { takes: 'file' }),
  };
}
