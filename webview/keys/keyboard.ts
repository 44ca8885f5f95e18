import { ACTION_KEYS, isOwnShift, joinKey, type KeyBindings } from '../../src/core/keys';
import { REVIEW_ACTIONS, type ReviewAction } from '../../src/core/names';
import type { Move } from '../grid/gridMoves';

export type PageAction =
  | { readonly type: 'review'; readonly action: ReviewAction; readonly argument?: number }
  | { readonly type: 'move'; readonly move: Move; readonly extend: boolean }
  | { readonly type: 'toggleSelected' }
  | { readonly type: 'clearSelection' }
  | { readonly type: 'zoom'; readonly step: 1 | -1 | 0 }
  | { readonly type: 'pan'; readonly x: number; readonly y: number };

/** What only the large view does. */
export type LargeAction = Extract<PageAction, { readonly type: 'zoom' | 'pan' }>;

/** The part of a `KeyboardEvent` that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'repeat'
>;

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** What the key is on a keyboard with Latin letters and digits. */
const LATIN_CODE = /^(?:Key([A-Z])|Digit(\d))$/;

/**
 * How the table may write a key, likeliest first: by what it types, then by where it is, for keyboards without Latin
 * letters, and those that type digits with Shift.
 */
export function keysOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): readonly string[] {
  const held = { ctrl: ctrlKey, shift: shiftKey, alt: altKey, meta: metaKey };
  const name = NAMES[key] ?? key.toLowerCase();
  const typed = joinKey(name, (modifier) => held[modifier] && (modifier !== 'shift' || isOwnShift(name)));
  const [, letter, digit] = LATIN_CODE.exec(code) ?? [];
  const isForeign = key.length === 1 && !/[ -~]/.test(key);
  const latin = digit ?? (isForeign ? letter?.toLowerCase() : undefined);
  return latin === undefined ? [typed] : [typed, joinKey(latin, (modifier) => held[modifier])];
}

const MOVES: Readonly<Record<string, Move>> = {
  left: 'left',
  right: 'right',
  up: 'up',
  down: 'down',
  home: 'rowStart',
  end: 'rowEnd',
  pageup: 'pageUp',
  pagedown: 'pageDown',
  'ctrl+home': 'first',
  'ctrl+end': 'last',
};

const GRID_KEYS: ReadonlyMap<string, PageAction> = new Map([
  ...Object.entries(MOVES).flatMap(([key, move]): [string, PageAction][] => [
    [key, { type: 'move', move, extend: false }],
    [key.replace(/(?=\w+$)/, 'shift+'), { type: 'move', move, extend: true }],
  ]),
  ['ctrl+space', { type: 'toggleSelected' }],
  ['escape', { type: 'clearSelection' }],
]);

const LARGE_KEYS: ReadonlyMap<string, PageAction> = new Map<string, PageAction>([
  ['shift+left', { type: 'pan', x: 1, y: 0 }],
  ['shift+right', { type: 'pan', x: -1, y: 0 }],
  ['shift+up', { type: 'pan', x: 0, y: 1 }],
  ['shift+down', { type: 'pan', x: 0, y: -1 }],
  ['+', { type: 'zoom', step: 1 }],
  ['=', { type: 'zoom', step: 1 }],
  ['-', { type: 'zoom', step: -1 }],
  ['0', { type: 'zoom', step: 0 }],
  ['escape', { type: 'review', action: 'toggleLarge' }],
  ['up', { type: 'move', move: 'previous', extend: false }],
  ['down', { type: 'move', move: 'next', extend: false }],
]);

/** What has the keyboard. */
export type KeyTarget = 'grid' | 'large' | 'controls';

/** What a key does there; null leaves it to the browser and VS Code. */
export function keyToAction(press: KeyPress, target: KeyTarget, bindings: KeyBindings): PageAction | null {
  for (const key of keysOf(press)) {
    const action = (target === 'controls' ? null : fixedAction(key, target)) ?? boundAction(key, bindings);
    if (action !== null && (target !== 'controls' || isForPage(action))) return action;
  }
  return null;
}

function fixedAction(key: string, target: 'grid' | 'large'): PageAction | null {
  // Ctrl and Cmd are the same to keys that move and select.
  const either = key.includes('ctrl+') ? key : key.replace(/(shift\+)?meta\+/, 'ctrl+$1');
  const own = target === 'large' ? LARGE_KEYS.get(either) : undefined;
  return own ?? GRID_KEYS.get(either) ?? null;
}

function boundAction(key: string, bindings: KeyBindings): PageAction | null {
  for (const action of REVIEW_ACTIONS) {
    const place = bindings[action].indexOf(key);
    if (place >= 0) return { type: 'review', action, ...(action === 'pickTop' && { argument: place + 1 }) };
  }
  return null;
}

const isForPage = (action: PageAction): boolean =>
  action.type === 'review' && ACTION_KEYS.get(action.action)?.where === 'page';

const REPEATING: ReadonlySet<PageAction['type']> = new Set(['move', 'pan', 'zoom']);

/** Whether holding the key down repeats it; a decision would else be made about one suspect after the other. */
export const isRepeating = (action: PageAction): boolean =>
  action.type === 'review' ? ACTION_KEYS.get(action.action)?.repeats === true : REPEATING.has(action.type);
