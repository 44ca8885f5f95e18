import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../core/appError';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The parsed arguments of one command: typed look-ups that name the flag in every complaint. */
export interface Flags {
  readonly positionals: readonly string[];
  has(name: string): boolean;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  integer(name: string, minimum: number): number | undefined;
  choice<const T extends string>(name: string, choices: readonly T[]): T | undefined;
}

/** @throws AppError `bad-usage` for unknown flags and values that do not fit. */
export function parseFlags(args: readonly string[], options: Options): Flags {
  const parsed = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const result = Number(value);
    if (value.trim() === '' || !Number.isFinite(result))
      throw new AppError('bad-usage', `--${name} takes a number, not '${value}'.`);
    return result;
  };
  return {
    positionals: parsed.positionals,
    has: (name) => parsed.values[name] === true,
    text,
    number,
    integer: (name, minimum) => {
      const value = number(name);
      if (value !== undefined && (!Number.isSafeInteger(value) || value < minimum))
        throw new AppError('bad-usage', `--${name} takes a whole number from ${minimum}, not '${value}'.`);
      return value;
    },
    choice: (name, choices) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const found = choices.find((choice) => choice === value);
      if (found === undefined)
        throw new AppError('bad-usage', `--${name} is one of ${choices.join(', ')}, not '${value}'.`);
      return found;
    },
  };
}

function parse(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-usage', message.replace(/\.?$/, '.'), { cause });
  }
}

/** The folder a command works on. @throws AppError `bad-usage` unless exactly one is given. */
export function onlyFolder(flags: Flags, command: string): string {
  const [folder, ...others] = flags.positionals;
  if (folder === undefined || others.length > 0)
    throw new AppError('bad-usage', `${command} takes one folder, not ${flags.positionals.length}.`);
  return folder;
}

/** The text of a flag that a command cannot do without. @throws AppError `bad-usage`. */
export function required(flags: Flags, name: string): string {
  const value = flags.text(name);
  if (value === undefined) throw new AppError('bad-usage', `score needs --${name} FILE.`);
  return value;
}

/** @throws AppError `bad-usage` when one of `names` is given, saying `why` it may not be. */
export function refuseFlags(flags: Flags, names: readonly string[], why: string): void {
  const given = names.find((name) => flags.text(name) !== undefined);
  if (given !== undefined) throw new AppError('bad-usage', `--${given} ${why}.`);
}
