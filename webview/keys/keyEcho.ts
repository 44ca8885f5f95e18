import type { ReviewAction } from '../../src/core/names';

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

/** On a busy machine an echo may come after the answer that says all have come; one that has not come by then never will. */
const LATEST_MS = 5_000;

/** The part of a `KeyboardEvent` that matters. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'
>;

/** A key of which it is not known yet what it is bound to. */
interface Question {
  readonly stroke: string;
  readonly place: KeyPlace;
  readonly actions: EchoedAction[];
  /** Not when what comes may be the answer to another key. */
  isLearnable: boolean;
}

/** What was done at once: its echo is still to come. */
interface Owed {
  readonly stroke: string;
  readonly echo: EchoedAction;
  /** Infinite until the host has answered that all echoes of the key have been sent. */
  untilMs: number;
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
  readonly now: () => number;
}

/**
 * The keys of the review are keybindings of VS Code, which anyone may change: the page lets them through, VS Code runs
 * what they are bound to, and the extension host sends the action back. What a key has done once is remembered until
 * the page loses the focus, as it must before a keybinding can be changed; such keys act at once, and their echo is
 * swallowed. So a remote host costs its delay once, not for every decision. Whatever is pressed meanwhile waits its turn.
 *
 * Keys, echoes and answers take different ways through VS Code and may overtake each other. Every echo is still either
 * swallowed for one action that was done already, or done once, so that each key decides about one suspect; and a key is
 * remembered only where no other can have caused the echo.
 */
export class KeyEcho {
  private readonly options: KeyEchoOptions;
  private readonly questions: Question[] = [];
  private readonly known = new Map<string, readonly EchoedAction[]>();
  /** Strokes that did nothing when they were pressed. */
  private readonly unbound = new Set<string>();
  private owed: Owed[] = [];
  /** Until then the echo of a key may still come that the host has answered without one. */
  private strayUntilMs = 0;
  private wasChord = false;

  constructor(options: KeyEchoOptions) {
    this.options = options;
  }

  /** Whether VS Code may have the key: not when it is held down and that would repeat a decision. */
  lets(key: PressedKey): boolean {
    if (!key.repeat) return true;
    const stroke = strokeOf(key);
    const known = this.known.get(stroke);
    return known ? known.every(({ action }) => REPEATABLE.has(action)) : this.unbound.has(stroke);
  }

  /** To be called when VS Code has got the key, in the same event. */
  pressed(key: PressedKey, place: KeyPlace): void {
    this.dropExpired();
    const stroke = strokeOf(key);
    const isPlain = place === 'suspects' && !this.wasChord;
    const known = isPlain ? this.known.get(stroke) : undefined;
    // After Ctrl+K, say, the next key may be the second half of a chord.
    this.wasChord = known === undefined && (key.ctrlKey || key.metaKey || key.altKey);
    const settled = this.options.settle().catch(() => undefined);
    const shownKey = place === 'suspects' ? key.key : '';
    if (known === undefined) {
      const question = this.ask({ stroke, place, actions: [], isLearnable: isPlain });
      this.options.perform(
        settled.then(() => this.answered(question)),
        shownKey,
      );
      return;
    }
    const owed = known.map((echo): Owed => ({ stroke, echo, untilMs: Infinity }));
    this.owed.push(...owed);
    void settled.then(() => {
      for (const debt of owed) debt.untilMs = this.options.now() + LATEST_MS;
    });
    this.options.perform(known, shownKey);
  }

  /** Takes an action that the host has sent. */
  received(action: EchoedAction): void {
    this.dropExpired();
    const paid = this.owed.findIndex(({ echo }) => isSame(echo, action));
    if (paid >= 0) {
      this.owed.splice(paid, 1);
      return;
    }
    const question = this.mostLikelyAsked();
    if (question) {
      question.actions.push(action);
      return;
    }
    // Perhaps of a key that seemed to do nothing.
    this.unbound.clear();
    this.options.performOther(action);
  }

  /** The page has lost the focus: keybindings may be different when it returns. */
  forget(): void {
    this.known.clear();
    this.unbound.clear();
    this.wasChord = false;
  }

  /** Keys that were pressed while typing, like the Escape that ended it, are seldom bound to anything. */
  private mostLikelyAsked(): Question | undefined {
    const open = this.questions.filter(({ actions }) => actions.length === 0);
    return open.find(({ place }) => place === 'suspects') ?? open[0] ?? this.questions.at(-1);
  }

  private ask(question: Question): Question {
    if (this.options.now() < this.strayUntilMs) question.isLearnable = false;
    for (const other of this.questions) {
      if (other.stroke === question.stroke) continue;
      other.isLearnable = false;
      question.isLearnable = false;
    }
    this.questions.push(question);
    return question;
  }

  private answered(question: Question): readonly EchoedAction[] {
    this.questions.splice(this.questions.indexOf(question), 1);
    const { actions, place, stroke } = question;
    if (actions.length === 0) {
      this.strayUntilMs = this.options.now() + LATEST_MS;
      for (const other of this.questions) other.isLearnable = false;
      this.unbound.add(stroke);
    } else {
      this.wasChord = false;
      this.unbound.delete(stroke);
      if (question.isLearnable) this.known.set(stroke, actions);
    }
    if (place === 'suspects') return actions;
    return place === 'controls' ? actions.filter(({ action }) => EVERYWHERE.has(action)) : [];
  }

  /** A key whose echo never came is bound to something else by now. */
  private dropExpired(): void {
    const now = this.options.now();
    for (const { stroke, untilMs } of this.owed) if (untilMs <= now) this.known.delete(stroke);
    this.owed = this.owed.filter(({ untilMs }) => untilMs > now);
  }
}

const isSame = (a: EchoedAction, b: EchoedAction): boolean =>
  a.action === b.action && a.argument === b.argument;

const strokeOf = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): string =>
  JSON.stringify([key, code, ctrlKey, metaKey, altKey, shiftKey]);
