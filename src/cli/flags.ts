import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../core/appError';
import { nearestName } from '../core/query/nearestName';
import { readOption, type Option, type OptionValue } from '../core/run/scanOptions';
import { wordMessage } from '../core/words/message';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The parsed arguments of one command: typed look-ups that name the flag in every complaint. */
export interface Flags {
  readonly positionals: readonly string[];
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** Names with commas between them, and blanks or none. */
  list(name: string): readonly string[] | undefined;
  /** Of a flag that may be given several times. */
  texts(name: string): readonly string[];
  choice<const T extends string>(name: string, choices: readonly T[]): T | undefined;
  /** What is given for an option, or what is said elsewhere, or its default. */
  option<const O extends Option>(option: O, otherwise?: OptionValue<O>): OptionValue<O>;
}

/** @throws AppError `bad-usage` for unknown flags and values that do not fit. */
export function parseFlags(args: readonly string[], options: Options): Flags {
  const parsed = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const refused = (name: string, allowed: string) =>
    new AppError('bad-usage', `--${name} is ${allowed}, not '${text(name) ?? ''}'.`);
  return {
    positionals: parsed.positionals,
    has: (name) => parsed.values[name] === true,
    text,
    list: (name) =>
      text(name)
        ?.split(',')
        .map((item) => item.trim()),
    texts: (name) => {
      const values = parsed.values[name];
      return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
    },
    choice: (name, choices) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw refused(name, `one of ${choices.join(', ')}`);
      return found;
    },
    option: (option, otherwise) => {
      const given = text(option.flag);
      return readOption(option, given === undefined ? otherwise : typedValue(option, given), (allowed) =>
        refused(option.flag, wordMessage(allowed)),
      );
    },
  };
}

/** A text that is not a number stays one, to be refused by the option's range. */
function typedValue({ kind }: Option, text: string): unknown {
  const isNumber = kind === 'integer' || kind === 'number';
  return text.trim() === '' || !isNumber ? text : Number(text);
}

function parse(args: readonly string[], options: Options) {
  refuseUnknown(args, options);
  try {
    return parseArgs({ args: joinNegative(args), options, allowPositionals: true, strict: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-usage', message.replace(/\.?$/, '.'), { cause });
  }
}

/** Node's own complaint does not tell which flag was meant. */
function refuseUnknown(args: readonly string[], options: Options): void {
  const loose = {
    args: joinNegative(args),
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  } as const;
  for (const token of parseArgs(loose).tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue;
    const near = nearestName(token.name, Object.keys(options));
    const hint = near === undefined ? '.' : `; did you mean --${near}?`;
    throw new AppError('bad-usage', `There is no flag '${token.rawName}'${hint}`);
  }
}

/** Node takes `-1` for a flag; as `--seed=-1` it is a value, and is refused for what it is. */
function joinNegative(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1);
    if (flag?.startsWith('--') === true && /^-[\d.]/.test(arg)) joined[joined.length - 1] = `${flag}=${arg}`;
    else joined.push(arg);
  }
  return joined;
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
