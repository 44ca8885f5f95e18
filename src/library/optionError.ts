import { AppError } from '../core/appError';
import { message, type Message } from '../core/words/message';

/** What an option of the library may be, and what it was instead. */
export const optionError = (option: string, allowed: Message | string, value: unknown): AppError =>
  new AppError('bad-setting', message('library-option-value', { option, allowed, value: String(value) }));

/** Takes one of several names, or the default for undefined. @throws AppError `bad-setting`. */
export function choose<T extends string>(
  option: string,
  value: T | undefined,
  { choices, byDefault }: { readonly choices: readonly T[]; readonly byDefault: T },
): T {
  if (value === undefined) return byDefault;
  // Programs that are not type-checked may give anything.
  if (!choices.includes(value)) throw optionError(option, `one of ${choices.join(', ')}`, value);
  return value;
}
