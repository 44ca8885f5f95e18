import type { ReviewAction } from '../../src/core/names';
import type { Move } from '../grid/gridMoves';

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

function withCommandKey({ key, shiftKey }: KeyPress): PageAction | null {
  if (key === ' ') return { type: 'toggleSelected' };
  if (key === 'Home') return { type: 'move', move: 'first', extend: shiftKey };
  if (key === 'End') return { type: 'move', move: 'last', extend: shiftKey };
  return null;
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
  if (!hasModifier && press.key === 'Escape') return { type: 'review', action: 'toggleLarge' };
  const move = hasModifier ? undefined : LARGE_MOVES[press.key];
  return move ? { type: 'move', move, extend: false } : keyToAction(press);
}

/** What a key does while the grid has the focus; null leaves it to the browser and VS Code, whose keybindings review. */
export function keyToAction(press: KeyPress): PageAction | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withCommandKey(press);
  const move = MOVES[press.key];
  if (move) return { type: 'move', move, extend: press.shiftKey };
  return press.key === 'Escape' && !press.shiftKey ? { type: 'clearSelection' } : null;
}
