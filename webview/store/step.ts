import type { SuspectRow, ViewSettings } from '../../src/shared/galleryProtocol';
import type { LargeAction } from '../keys/keyboard';
import type { Page } from './page';

/** What the drawn page is to do, once it is drawn. */
export type ViewEffect =
  /** Puts the keyboard on the focused suspect. */
  | { readonly type: 'focus' }
  /** The same, unless something is being typed elsewhere. */
  | { readonly type: 'showFocus' }
  | { readonly type: 'scrollTo'; readonly offset: number }
  /** Puts the keyboard into the filter. */
  | { readonly type: 'enterFilter' }
  | { readonly type: 'look'; readonly action: LargeAction };

/** What is to happen outside the state after an event. */
export type Effect =
  | ViewEffect
  | { readonly type: 'askView'; readonly view: ViewSettings; readonly serial: number }
  /** Asks for rows in sight that are missing or stale. */
  | { readonly type: 'fetchRows' }
  | { readonly type: 'loadRow'; readonly position: number }
  | { readonly type: 'loadDetails'; readonly position: number }
  | { readonly type: 'rememberPlace' };

/** The state after an event, and what is to happen then. */
export interface Step {
  readonly page: Page;
  readonly effects: readonly Effect[];
}

export const step = (page: Page, ...effects: readonly Effect[]): Step => ({ page, effects });

export const announce = (page: Page, text: string): Page => ({
  ...page,
  announcement: { text, serial: page.announcement.serial + 1 },
});

export const focusedRow = ({ rows, focus }: Page): SuspectRow | undefined => rows.get(focus);
