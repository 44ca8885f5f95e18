import type { ReviewAction } from '../src/core/names';
import type { Move } from './gridMoves';

export type PageAction =
  | { readonly type: 'review'; readonly action: ReviewAction; readonly argument?: number }
  | { readonly type: 'move'; readonly move: Move; readonly extend: boolean }
  | { readonly type: 'toggleSelected' }
  | { readonly type: 'clearSelection' }
  | { readonly type: 'zoom'; readonly step: 1 | -1 | 0 }
  | { readonly type: 'pan'; readonly x: number; readonly y: number };

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
  i: 'togglePanel',
  o: 'openOriginal',
  r: 'reveal',
  g: 'selectGroup',
};

const review = (action: ReviewAction): PageAction => ({ type: 'review', action });

function letterOf(press: KeyPress): string {
  const key = press.key.toLowerCase();
  if (/^[a-z]$/.test(key) || press.key.length > 1) return key;
  return /^Key[A-Z]$/.test(press.code) ? press.code.slice(3).toLowerCase() : key;
}

function withCommandKey(press: KeyPress): PageAction | null {
  if (press.key === ' ') return { type: 'toggleSelected' };
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

const PANS: Readonly<Record<string, PageAction>> = {
  ArrowLeft: { type: 'pan', x: 1, y: 0 },
  ArrowRight: { type: 'pan', x: -1, y: 0 },
  ArrowUp: { type: 'pan', x: 0, y: 1 },
  ArrowDown: { type: 'pan', x: 0, y: -1 },
};
const ZOOMS: Readonly<Record<string, PageAction>> = {
  '+': { type: 'zoom', step: 1 },
  '=': { type: 'zoom', step: 1 },
  '-': { type: 'zoom', step: -1 },
  '0': { type: 'zoom', step: 0 },
};
const LARGE_MOVES: Readonly<Record<string, Move>> = { ArrowUp: 'previous', ArrowDown: 'next' };

/** What a key does in the large view: besides the keys of the grid it has some of its own. */
export function keyToLargeAction(press: KeyPress): PageAction | null {
  const hasModifier = press.altKey || press.ctrlKey || press.metaKey;
  const own = hasModifier ? undefined : press.shiftKey ? PANS[press.key] : undefined;
  if (own) return own;
  if (!hasModifier && ZOOMS[press.key]) return ZOOMS[press.key]!;
  if (!hasModifier && press.key === 'Escape') return review('toggleLarge');
  const move = hasModifier ? undefined : LARGE_MOVES[press.key];
  return move ? { type: 'move', move, extend: false } : keyToAction(press);
}

/** What a key does while the grid has the focus; null leaves it to the browser and VS Code. */
export function keyToAction(press: KeyPress): PageAction | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withCommandKey(press);
  const move = MOVES[press.key];
  if (move) return { type: 'move', move, extend: press.shiftKey };
  if (press.key === '?') return review('showKeys');
  if (press.key === '/') return review('enterFilter');
  if (press.key === 'Enter' && press.shiftKey) return review('acceptPair');
  if (/^[1-9]$/.test(press.key)) return { type: 'review', action: 'pickTop', argument: Number(press.key) };
  const letter = letterOf(press);
  if (letter === 'z') return review(press.shiftKey ? 'redo' : 'undo');
  if (letter === 'g' && press.shiftKey) return review('toggleGroup');
  if (press.shiftKey) return null;
  switch (press.key) {
    case 'Enter':
      return review('accept');
    case ' ':
      return review('toggleLarge');
    case 'Escape':
      return { type: 'clearSelection' };
  }
  const action = LETTERS[letter];
  return action ? review(action) : null;
}
