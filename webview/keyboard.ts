import type { ReviewAction } from '../src/core/names';
import type { Move } from './gridMoves';

export type PageAction =
  | { readonly type: 'review'; readonly action: ReviewAction }
  | { readonly type: 'move'; readonly move: Move; readonly extend: boolean }
  | { readonly type: 'toggleSelected' }
  | { readonly type: 'clearSelection' }
  | { readonly type: 'openImage' }
  | { readonly type: 'showKeys' }
  | { readonly type: 'enterFilter' };

/** The part of a `KeyboardEvent` that decides. */
export interface KeyPress {
  readonly key: string;
  /** The physical key, for keyboards whose letters are not Latin. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'rowStart',
  End: 'rowEnd',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

const LETTERS: Readonly<Record<string, ReviewAction>> = {
  k: 'keep',
  x: 'exclude',
  u: 'unsure',
  l: 'pickLabel',
};

const review = (action: ReviewAction): PageAction => ({ type: 'review', action });

function letterOf(press: KeyPress): string {
  const key = press.key.toLowerCase();
  if (/^[a-z]$/.test(key) || press.key.length > 1) return key;
  return /^Key[A-Z]$/.test(press.code) ? press.code.slice(3).toLowerCase() : key;
}

function withCommandKey(press: KeyPress): PageAction | null {
  if (press.key === 'Home') return { type: 'move', move: 'first', extend: press.shiftKey };
  if (press.key === 'End') return { type: 'move', move: 'last', extend: press.shiftKey };
  switch (letterOf(press)) {
    case 'z':
      return review(press.shiftKey ? 'redo' : 'undo');
    case 'y':
      return review('redo');
    case 'a':
      return review('selectAll');
    default:
      return null;
  }
}

/** What a key does while the grid has the focus; null leaves it to the browser and VS Code. */
export function keyToAction(press: KeyPress): PageAction | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withCommandKey(press);
  const move = MOVES[press.key];
  if (move) return { type: 'move', move, extend: press.shiftKey };
  if (press.key === '?') return { type: 'showKeys' };
  if (press.key === '/') return { type: 'enterFilter' };
  const letter = letterOf(press);
  if (letter === 'z') return review(press.shiftKey ? 'redo' : 'undo');
  if (press.shiftKey) return null;
  switch (press.key) {
    case 'Enter':
      return review('accept');
    case ' ':
      return { type: 'toggleSelected' };
    case 'Escape':
      return { type: 'clearSelection' };
  }
  if (letter === 'o') return { type: 'openImage' };
  const action = LETTERS[letter];
  return action ? review(action) : null;
}
