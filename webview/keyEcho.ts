import type { ReviewAction } from '../src/core/names';

/** What a key was pressed on: it may act on suspects, do little, or nothing. */
export type KeyPlace = 'suspects' | 'controls' | 'typing';

export interface EchoedAction {
  readonly action: ReviewAction;
  readonly argument?: number | undefined;
}

/** Works on other controls too, where it cannot be meant for them. */
const EVERYWHERE: ReadonlySet<ReviewAction> = new Set(['undo', 'redo', 'showKeys']);
/** May be repeated by holding the key down; nothing else may, or it would decide about one suspect after the other. */
const REPEATABLE: ReadonlySet<ReviewAction> = new Set(['undo', 'redo', 'next', 'previous']);

/** An echo that has not come by then never will: the key is bound to something else by now. */
const LATEST_MS = 2_000;

/** The part of a `KeyboardEvent` that matters. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'
>;

interface Press {
  readonly stroke: string;
  readonly place: KeyPlace;
  /** What was done at once and is still to be echoed; undefined where nothing was known of the key. */
  readonly expected: EchoedAction[] | undefined;
  readonly actions: EchoedAction[];
  readonly isLearnable: boolean;
}

export interface KeyEchoOptions {
  /** Resolves when the actions of all keys that VS Code has got so far have arrived. */
  readonly settle: () => Promise<unknown>;
  /** Does in turn, after all that was asked for before, what this key is bound to. */
  readonly perform: (
    actions: readonly EchoedAction[] | Promise<readonly EchoedAction[]>,
    key: string,
  ) => void;
  /** Does an action that no key of this page asked for. */
  readonly performOther: (action: EchoedAction) => void;
}

/**
 * The keys of the review are keybindings of VS Code, which anyone may change: the page lets them through, VS Code runs
 * what they are bound to, and the extension host sends the action back. What a key has done once is remembered until
 * the page loses the focus, as it must before a keybinding can be changed; such keys act at once, and their echo is
 * swallowed. So a remote host costs its delay once, not for every decision. Whatever is pressed meanwhile waits its turn.
 */
export class KeyEcho {
  private readonly options: KeyEchoOptions;
  private readonly waiting: Press[] = [];
  private readonly known = new Map<string, readonly EchoedAction[]>();
  /** Echoes of what was done at once that had not come when they should have; swallowed if they still do. */
  private late: { readonly echo: EchoedAction; readonly untilMs: number }[] = [];
  private wasChord = false;

  constructor(options: KeyEchoOptions) {
    this.options = options;
  }

  /** Whether VS Code may have the key: not when it is held down and that would repeat a decision. */
  lets(key: PressedKey): boolean {
    if (!key.repeat) return true;
    const stroke = strokeOf(key);
    const known = this.known.get(stroke);
    if (known) return known.every(({ action }) => REPEATABLE.has(action));
    return !this.waiting.some((press) => press.stroke === stroke);
  }

  /** To be called when VS Code has got the key, in the same event. */
  pressed(key: PressedKey, place: KeyPlace): void {
    const stroke = strokeOf(key);
    const known = place === 'suspects' && !this.wasChord ? this.known.get(stroke) : undefined;
    const press: Press = {
      stroke,
      place,
      expected: known && [...known],
      actions: [],
      // After Ctrl+K, say, the next key may be the second half of a chord.
      isLearnable: place === 'suspects' && !this.wasChord,
    };
    this.wasChord = known === undefined && (key.ctrlKey || key.metaKey || key.altKey);
    this.waiting.push(press);
    const settled = this.options.settle().then(
      () => this.settled(press),
      () => this.settled(press),
    );
    this.options.perform(known ?? settled, place === 'suspects' ? key.key : '');
  }

  /** Takes an action that the host has sent. */
  received(action: EchoedAction): void {
    if (this.isLateEcho(action)) return;
    const press = this.waiting[0];
    if (press === undefined) this.options.performOther(action);
    else if (press.expected === undefined) press.actions.push(action);
    else {
      const [expected] = press.expected;
      if (expected && isSame(expected, action)) press.expected.shift();
      else this.options.performOther(action);
    }
  }

  /** The page has lost the focus: keybindings may be different when it returns. */
  forget(): void {
    this.known.clear();
    this.wasChord = false;
  }

  /** On a busy machine VS Code may pass on a message of the page before the key that was pressed earlier. */
  private isLateEcho(action: EchoedAction): boolean {
    this.late = this.late.filter(({ untilMs }) => untilMs > performance.now());
    const place = this.late.findIndex(({ echo }) => isSame(echo, action));
    if (place >= 0) this.late.splice(place, 1);
    return place >= 0;
  }

  private settled(press: Press): readonly EchoedAction[] {
    this.waiting.splice(this.waiting.indexOf(press), 1);
    if (press.actions.length > 0) this.wasChord = false;
    if (press.expected !== undefined && press.expected.length > 0) {
      this.known.delete(press.stroke);
      const untilMs = performance.now() + LATEST_MS;
      this.late.push(...press.expected.map((echo) => ({ echo, untilMs })));
    }
    if (press.isLearnable && press.actions.length > 0) this.known.set(press.stroke, press.actions);
    if (press.place === 'suspects') return press.actions;
    return press.place === 'controls' ? press.actions.filter(({ action }) => EVERYWHERE.has(action)) : [];
  }
}

const isSame = (a: EchoedAction, b: EchoedAction): boolean =>
  a.action === b.action && a.argument === b.argument;

const strokeOf = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): string =>
  JSON.stringify([key, code, ctrlKey, metaKey, altKey, shiftKey]);
