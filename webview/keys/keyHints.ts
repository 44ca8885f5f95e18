import { shownKey } from '../../src/core/keys';

/** The first key of an action, short enough for its button; empty where it has none. */
export const keyHint = ([key]: readonly string[]): string =>
  key === undefined
    ? ''
    : shownKey(key)
        .replace(/\bEnter$/, '⏎')
        .replaceAll('Shift+', '⇧');

/** What a button does and its key, for its tooltip. */
export const withHint = (text: string, keys: readonly string[]): string =>
  keys.length === 0 ? text : `${text} (${keyHint(keys)})`;

/** ARIA has names of its own for some keys. */
const ARIA_NAMES: Readonly<Record<string, string>> = {
  ctrl: 'Control',
  pageup: 'PageUp',
  pagedown: 'PageDown',
};

/** The keys as `aria-keyshortcuts` wants them. */
export const keyShortcuts = (keys: readonly string[]): string =>
  keys
    .map((key) =>
      key
        .split(/(?<=.)\+/)
        .map((part) => ARIA_NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
        .join('+'),
    )
    .join(' ');
