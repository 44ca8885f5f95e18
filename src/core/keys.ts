import { REVIEW_ACTIONS, type ReviewAction } from './names';
import { message, type Message } from './words/message';

const EXAMPLE = '{"keep": "q", "next": ["j", "ctrl+j"], "reveal": []}';

/** Keys of one action of the review, which users may change. */
export interface ActionKeys {
  readonly action: ReviewAction;
  readonly keys: readonly string[];
  /** On macOS, where they differ. */
  readonly macKeys?: readonly string[];
  /** Where they work: on suspects and their groups, or everywhere in the page but in text fields and dialogs. */
  readonly where: 'suspects' | 'page';
  /** Whether the action is done again and again while the key is held down. */
  readonly repeats: boolean;
  /** With choices of words, as messages have them. */
  readonly meaning: string;
}

/** Where a line of the list holds; absent: wherever it makes sense. */
export type KeyPlace = 'large' | 'group';

/** Keys that move, select and zoom, which stay as they are. */
export interface FixedKeys {
  readonly fixed: readonly string[];
  /** What the list of keys shows for them. */
  readonly shown: readonly string[];
  readonly place?: KeyPlace;
  readonly meaning: string;
}

/** What the keys of these actions do somewhere else. */
export interface OtherwiseKeys {
  readonly actions: readonly ReviewAction[];
  readonly place: KeyPlace;
  readonly meaning: string;
}

const ON_SUSPECTS = { where: 'suspects', repeats: false } as const;
const SHIFTED_ARROWS = ['shift+left', 'shift+up', 'shift+down', 'shift+right'];

/**
 * Every key of the gallery, in the order of its list of keys. A key is written as in VS Code: `ctrl`, `shift`, `alt`,
 * `meta`, joined by `+` with a letter, another character as it is typed, or a name. The n-th key of `pickTop` means class n.
 */
export const KEYS: readonly (ActionKeys | FixedKeys | OtherwiseKeys)[] = [
  {
    action: 'accept',
    keys: ['enter'],
    ...ON_SUSPECTS,
    meaning: 'Accept: relabel to the suggested label, or exclude',
  },
  { action: 'keep', keys: ['k'], ...ON_SUSPECTS, meaning: 'Keep the given label' },
  { action: 'exclude', keys: ['x'], ...ON_SUSPECTS, meaning: 'Exclude the [image|box]' },
  { action: 'unsure', keys: ['u'], ...ON_SUSPECTS, meaning: 'Unsure: come back to it later' },
  {
    action: 'pickTop',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ...ON_SUSPECTS,
    meaning: 'Relabel to the most probable, second … class',
  },
  {
    action: 'acceptPair',
    keys: ['shift+enter'],
    ...ON_SUSPECTS,
    meaning: 'Accept all of this given → suggested pair',
  },
  { action: 'pickLabel', keys: ['l'], ...ON_SUSPECTS, meaning: 'Relabel to any class, also a new one' },
  {
    action: 'undo',
    keys: ['z', 'ctrl+z'],
    macKeys: ['z', 'meta+z'],
    where: 'page',
    repeats: true,
    meaning: 'Undo your own steps, without limit',
  },
  {
    action: 'redo',
    keys: ['shift+z', 'ctrl+y', 'ctrl+shift+z'],
    macKeys: ['shift+z', 'meta+y', 'shift+meta+z'],
    where: 'page',
    repeats: true,
    meaning: 'Redo',
  },
  { fixed: ['left', 'up', 'down', 'right'], shown: ['← ↑ ↓ →'], meaning: 'Move' },
  { action: 'next', keys: [], where: 'suspects', repeats: true, meaning: 'Go to the next suspect' },
  { action: 'previous', keys: [], where: 'suspects', repeats: true, meaning: 'Go to the previous suspect' },
  {
    fixed: ['home', 'end', 'ctrl+home', 'ctrl+end', 'meta+home', 'meta+end'],
    shown: ['Home', 'End'],
    meaning: 'Start or end of the row; with Ctrl, of all',
  },
  { fixed: ['pageup', 'pagedown'], shown: ['Page Up', 'Page Down'], meaning: 'A screen up or down' },
  { action: 'toggleLarge', keys: ['space'], ...ON_SUSPECTS, meaning: 'Large view' },
  { fixed: ['+', '=', '-', '0'], shown: ['+', '−', '0'], place: 'large', meaning: 'Zoom, as the wheel does' },
  { fixed: SHIFTED_ARROWS, shown: ['Shift+arrow'], place: 'large', meaning: 'Pan' },
  { action: 'togglePanel', keys: ['i'], ...ON_SUSPECTS, meaning: 'Why it was flagged' },
  {
    fixed: ['ctrl+space', 'meta+space'],
    shown: ['Ctrl+Space', 'Ctrl+click'],
    meaning: 'Select or unselect',
  },
  {
    fixed: [
      ...SHIFTED_ARROWS,
      ...['shift+home', 'shift+end', 'shift+pageup', 'shift+pagedown'],
      ...['ctrl+shift+home', 'ctrl+shift+end', 'shift+meta+home', 'shift+meta+end'],
    ],
    shown: ['Shift+arrow', 'Shift+click'],
    meaning: 'Select a range',
  },
  {
    action: 'selectAll',
    keys: ['ctrl+a'],
    macKeys: ['meta+a'],
    ...ON_SUSPECTS,
    meaning: 'Select all in view',
  },
  {
    fixed: ['escape'],
    shown: ['Escape'],
    meaning: 'Clear the selection; leave the large view or the similar [images|boxes]',
  },
  { action: 'selectGroup', keys: ['g'], ...ON_SUSPECTS, meaning: 'Select the group' },
  { action: 'toggleGroup', keys: ['shift+g'], ...ON_SUSPECTS, meaning: 'Fold or unfold the group' },
  { fixed: ['left', 'right'], shown: ['←', '→'], place: 'group', meaning: 'Fold, unfold' },
  {
    actions: ['accept', 'keep', 'exclude', 'unsure', 'pickLabel'],
    place: 'group',
    meaning: 'Decide about all of it that is not reviewed',
  },
  {
    action: 'findSimilar',
    keys: ['s'],
    ...ON_SUSPECTS,
    meaning: 'Find similar [images|boxes], of all that are selected together',
  },
  { action: 'openOriginal', keys: ['o'], ...ON_SUSPECTS, meaning: 'Open the original [image|picture]' },
  { action: 'reveal', keys: ['r'], ...ON_SUSPECTS, meaning: 'Reveal in the Explorer' },
  { action: 'copyPath', keys: [], ...ON_SUSPECTS, meaning: 'Copy the path, of all that are selected' },
  { action: 'copyImage', keys: [], ...ON_SUSPECTS, meaning: 'Copy the [image|picture]' },
  { action: 'filterPair', keys: [], ...ON_SUSPECTS, meaning: 'Show only this given → suggested pair' },
  { action: 'filterClass', keys: [], ...ON_SUSPECTS, meaning: 'Show only this given label' },
  { action: 'filterFolder', keys: [], ...ON_SUSPECTS, meaning: 'Show only this folder' },
  {
    action: 'filterPicture',
    keys: [],
    ...ON_SUSPECTS,
    meaning: 'Show only [this image|the boxes of this picture]',
  },
  { action: 'enterFilter', keys: ['/'], ...ON_SUSPECTS, meaning: 'Type a filter' },
  { action: 'showKeys', keys: ['?'], where: 'page', repeats: false, meaning: 'This list' },
];

export const ACTION_KEYS: ReadonlyMap<ReviewAction, ActionKeys> = new Map(
  KEYS.flatMap((row) => ('action' in row ? [[row.action, row] as const] : [])),
);

/** Those that no action can have. `tab` moves between the controls of the page. */
export const FIXED_KEYS: ReadonlySet<string> = new Set([
  ...KEYS.flatMap((row) => ('fixed' in row ? row.fixed : [])),
  ...['tab', 'shift+tab'],
]);

/** The keys of every action. */
export type KeyBindings = Readonly<Record<ReviewAction, readonly string[]>>;

/** Those of the table where the setting does not say otherwise; with a problem the table holds as a whole. */
export function bindKeys(
  setting: unknown,
  isMac: boolean,
): { readonly bindings: KeyBindings; readonly problems: readonly Message[] } {
  const defaults = mapActions(({ keys, macKeys = keys }) => (isMac ? macKeys : keys));
  if (setting === undefined || setting === null) return { bindings: defaults, problems: [] };
  if (typeof setting !== 'object' || Array.isArray(setting))
    return { bindings: defaults, problems: [message('keys-not-an-object', { example: EXAMPLE })] };
  const problems: Message[] = [];
  const chosen = new Map<ReviewAction, readonly string[]>();
  for (const [name, value] of Object.entries(setting)) {
    const action = REVIEW_ACTIONS.find((known) => known === name);
    if (action === undefined)
      problems.push(message('keys-unknown-action', { action: name, actions: { list: REVIEW_ACTIONS } }));
    else chosen.set(action, readKeys(action, value, problems));
  }
  const bindings = mapActions(({ action }) => chosen.get(action) ?? defaults[action]);
  problems.push(...keysOfTwo(bindings));
  return problems.length === 0 ? { bindings, problems } : { bindings: defaults, problems };
}

function mapActions(keysOf: (row: ActionKeys) => readonly string[]): KeyBindings {
  const entries = REVIEW_ACTIONS.map((action) => [action, keysOf(ACTION_KEYS.get(action)!)] as const);
  // One entry for each of the actions.
  return Object.fromEntries(entries) as unknown as KeyBindings;
}

function readKeys(action: string, value: unknown, problems: Message[]): readonly string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.flatMap((text) => {
    if (typeof text !== 'string') problems.push(message('keys-not-keys', { action }));
    else {
      const key = parseKey(text);
      if (key !== undefined && !FIXED_KEYS.has(key)) return [key];
      const why = key === undefined ? 'keys-impossible' : 'keys-fixed';
      problems.push(message(why, { action, key: text }));
    }
    return [];
  });
}

function keysOfTwo(bindings: KeyBindings): Message[] {
  const owners = new Map<string, string>();
  const problems: Message[] = [];
  for (const action of REVIEW_ACTIONS)
    for (const key of bindings[action]) {
      const other = owners.get(key);
      if (other !== undefined) problems.push(message('keys-same', { action, other, key }));
      owners.set(key, action);
    }
  return problems;
}

const MODIFIERS = ['ctrl', 'shift', 'alt', 'meta'] as const;
export type Modifier = (typeof MODIFIERS)[number];

const MODIFIER_NAMES: Readonly<Record<string, Modifier>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  shift: 'shift',
  alt: 'alt',
  option: 'alt',
  meta: 'meta',
  cmd: 'meta',
  win: 'meta',
};

const KEY_NAMES: ReadonlySet<string> = new Set([
  ...['enter', 'space', 'escape', 'tab', 'backspace', 'delete', 'insert'],
  ...['left', 'up', 'down', 'right', 'home', 'end', 'pageup', 'pagedown'],
  ...Array.from({ length: 19 }, (_, i) => `f${i + 1}`),
]);

/** Whether Shift is part of the key, and not what it takes to type it, as on many keyboards for `?` and some for digits. */
export const isOwnShift = (name: string): boolean => name.length > 1 || /\p{L}/u.test(name);

/** One spelling for each key. */
export const joinKey = (name: string, isHeld: (modifier: Modifier) => boolean): string =>
  [...MODIFIERS.filter(isHeld), name].join('+');

/** The one spelling of a key that a person has written; undefined where no keyboard has it. */
function parseKey(text: string): string | undefined {
  const parts = /^(?<modifiers>(?:[^+]+\+)*)(?<name>\+|[^+]+)$/.exec(text.trim().toLowerCase())?.groups;
  if (parts === undefined) return undefined;
  const { modifiers = '', name = '' } = parts;
  const held = modifiers
    .split('+')
    .slice(0, -1)
    .map((word) => MODIFIER_NAMES[word]);
  const isDigit = /^\d$/.test(name);
  const isKey = KEY_NAMES.has(name) || /^\S$/u.test(name);
  if (!isKey || held.includes(undefined) || (held.includes('shift') && !isOwnShift(name) && !isDigit))
    return undefined;
  return joinKey(name, (modifier) => held.includes(modifier));
}

const SHOWN_NAMES: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  meta: 'Cmd',
  pageup: 'Page Up',
  pagedown: 'Page Down',
};

/** A key as people read it, such as `Shift+Z`. */
export const shownKey = (key: string): string =>
  key
    .split(/(?<=.)\+/)
    .map((part) => SHOWN_NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');

/** The keys of a line of the list; none where the action has no key. */
export function shownKeys(row: (typeof KEYS)[number], bindings: KeyBindings): readonly string[] {
  if ('fixed' in row) return row.shown;
  if ('actions' in row) return row.actions.flatMap((action) => bindings[action].slice(0, 1)).map(shownKey);
  const keys = bindings[row.action].map(shownKey);
  const isDigits = keys.length > 2 && keys.every((key, i) => key === String(i + 1));
  return isDigits ? [`${keys[0]!} – ${keys.at(-1)!}`] : keys;
}
