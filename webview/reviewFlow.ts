import * as l10n from '@vscode/l10n';
import type { ReviewAction } from '../src/core/names';
import type { ReviewOutcome, ReviewRequest } from '../src/shared/galleryProtocol';
import { assertNever } from '../src/core/assertNever';
import { messageOf, type Gallery } from './gallery';
import { IMAGE_ACTIONS, isImageAction } from './imageMenu';
import { isPending, undecidedOf } from './store/pendingDecisions';
import { keyToAction, type KeyPress, type PageAction } from './keys/keyboard';
import type { Move } from './grid/gridMoves';
import { isOfSimilar, leaveSimilar } from './similarImages';
import { EMPTY_SELECTION, isSelected, selectionSize, type Selection } from './grid/selection';

/** As messages have them. */
const mutable = (ranges: Selection): [number, number][] => ranges.map(([start, end]) => [start, end]);

/** The number keys. */
const MAX_TOP = 9;

/** Open something that gets the keys which follow. */
const OPENING: ReadonlySet<ReviewAction> = new Set(['pickLabel', 'enterFilter', 'showKeys']);

type Decide =
  | { readonly kind: 'accept' | 'keep' | 'exclude' | 'unsure' }
  | { readonly kind: 'relabel'; readonly label: string };

/** What keys find on the page when their turn comes. */
export interface KeyReceiver {
  /** Gives a key to the field or dialog that has just got the keyboard; false where there is none. */
  typeAhead(key: KeyPress): Promise<boolean>;
  /** Resolves when all that has changed is drawn: where a move leads depends on that. */
  drawn(): Promise<void>;
}

/**
 * Turns what the reviewer does into requests. Actions run one after another: the focus moves on before the host has
 * answered, and the next key acts on the suspect that has the focus by then. A view that was asked for comes first: what
 * is done after a filter was set is meant for the suspects that it leaves.
 */
export class ReviewFlow {
  private readonly gallery: Gallery;
  private readonly receiver: KeyReceiver;
  private readonly steps: (() => Promise<void>)[] = [];
  private isRunning = false;
  private willOpen = false;
  private hasOpened = false;

  constructor(gallery: Gallery, receiver: KeyReceiver) {
    this.gallery = gallery;
    this.receiver = receiver;
  }

  perform(action: PageAction): void {
    this.enqueue(() => this.run(action));
  }

  /** Whether keys still wait for their turn. */
  get isBusy(): boolean {
    return this.isRunning;
  }

  /** Whether a key that waits opens a text field or dialog, for which the keys after it are meant. */
  get isOpening(): boolean {
    return this.willOpen;
  }

  /** Does what the key means when its turn has come: the keys before it may have opened the large view or a field. */
  press(key: KeyPress, isOnSuspects: boolean): void {
    const { gallery } = this;
    const actionNow = () => {
      const target = !isOnSuspects ? 'controls' : gallery.page.isLarge ? 'large' : 'grid';
      return keyToAction(key, target, gallery.page.keys);
    };
    const expected = actionNow();
    this.willOpen ||= expected?.type === 'review' && OPENING.has(expected.action);
    this.enqueue(async () => {
      if (this.hasOpened && (await this.receiver.typeAhead(key))) return;
      this.hasOpened = false;
      const action = gallery.page.dialog === null ? actionNow() : null;
      if (action) await this.run(action);
    });
  }

  /** Comes before what waits: keys that were typed ahead follow the choice of a label. */
  relabel(label: string): void {
    this.steps.unshift(() => this.decide({ kind: 'relabel', label }));
    if (!this.isRunning) void this.drain();
  }

  /** Keys that are pressed meanwhile wait, and are forgotten where the image that they were meant for has gone. */
  adoptOrder({ isFromOutside = false } = {}): void {
    this.enqueue(async () => {
      if (!(await this.gallery.adoptOrder({ isFromOutside }))) this.steps.length = 0;
    });
  }

  private enqueue(step: () => Promise<void>): void {
    this.steps.push(step);
    if (!this.isRunning) void this.drain();
  }

  private async drain(): Promise<void> {
    this.isRunning = true;
    while (this.steps.length > 0) {
      await this.gallery.viewSettled();
      await this.steps
        .shift()?.()
        .catch((error: unknown) => this.gallery.report(error));
    }
    this.isRunning = this.willOpen = this.hasOpened = false;
  }

  private async run(action: PageAction): Promise<void> {
    const { gallery } = this;
    // The key before it may have opened a dialog, which this one was not meant for.
    if (gallery.page.dialog !== null && action.type !== 'review') return;
    switch (action.type) {
      case 'review':
        await this.review(action.action, action.argument);
        break;
      case 'move':
        await this.move(action.move, action.extend);
        break;
      case 'toggleSelected':
        if (gallery.page.isOnHeader) gallery.dispatch({ type: 'selectGroup' });
        else gallery.dispatch({ type: 'toggleSelected', position: gallery.page.focus });
        break;
      case 'clearSelection':
        if (gallery.page.selection.length === 0 && isOfSimilar(gallery.page)) await leaveSimilar(gallery);
        else gallery.dispatch({ type: 'clearSelection' });
        break;
      case 'zoom':
      case 'pan':
        gallery.dispatch({ type: 'look', action });
        break;
      default:
        assertNever(action);
    }
  }

  private async review(action: ReviewAction, argument = 1): Promise<void> {
    const { gallery } = this;
    this.hasOpened = OPENING.has(action);
    if (isImageAction(action)) {
      await IMAGE_ACTIONS[action](gallery);
      return;
    }
    switch (action) {
      case 'accept':
      case 'keep':
      case 'exclude':
      case 'unsure':
        await this.decide({ kind: action });
        break;
      case 'pickLabel':
        await this.pickLabel();
        break;
      case 'pickTop':
        await this.relabelToTop(argument);
        break;
      case 'acceptPair':
        await this.acceptPair();
        break;
      case 'toggleLarge':
        if (gallery.page.isOnHeader) gallery.dispatch({ type: 'toggleFolded' });
        else gallery.dispatch({ type: 'setLarge', isLarge: !gallery.page.isLarge });
        break;
      case 'togglePanel':
        gallery.dispatch({ type: 'setPanel', hasPanel: !gallery.page.hasPanel });
        break;
      case 'enterFilter':
        gallery.dispatch({ type: 'enterFilter' });
        break;
      case 'showKeys':
        gallery.dispatch({ type: 'open', dialog: 'keys' });
        break;
      case 'undo':
      case 'redo':
        await this.stepHistory(action);
        break;
      case 'next':
      case 'previous':
        await this.move(action, false);
        break;
      case 'selectAll':
      case 'selectGroup':
        gallery.dispatch({ type: action });
        break;
      case 'toggleGroup':
        gallery.dispatch({ type: 'toggleFolded' });
        break;
      default:
        assertNever(action);
    }
  }

  private async move(move: Move, extend: boolean): Promise<void> {
    await this.receiver.drawn();
    this.gallery.move(move, extend);
  }

  private async pickLabel(): Promise<void> {
    const { gallery } = this;
    if (gallery.counts.inView === 0) return;
    // Its first choice is what is suggested.
    await gallery.loadFocused();
    gallery.dispatch({ type: 'open', dialog: 'label' });
  }

  /** Relabels to the class that a number key stands for: those of the focused suspect, most probable first. */
  private async relabelToTop(place: number): Promise<void> {
    const { gallery } = this;
    if (gallery.counts.inView === 0) return;
    if (gallery.page.isOnHeader) {
      gallery.dispatch({
        type: 'announce',
        text: l10n.t('Numbers are for a suspect, not for a group; choose one first.'),
      });
      return;
    }
    const { classes } = await gallery.loadDetails(gallery.page.focus);
    const label = place <= MAX_TOP ? classes[place - 1]?.label : undefined;
    if (label === undefined)
      gallery.dispatch({ type: 'announce', text: l10n.t('There is no class number {0}.', place) });
    else await this.decide({ kind: 'relabel', label });
  }

  /** Sweeps a cell of the confusion matrix: all undecided suspects in view of the focused one's pair, as one step. */
  private async acceptPair(): Promise<void> {
    const { gallery } = this;
    const { focus } = gallery.page;
    if (gallery.counts.inView === 0) return;
    const { viewVersion } = gallery;
    const { ranges } = await gallery.ask('getPair', { viewVersion, position: focus });
    if (ranges.length === 0)
      gallery.dispatch({ type: 'announce', text: l10n.t('All suspects of this pair are decided.') });
    else await this.sweep({ kind: 'accept' }, ranges, focus);
  }

  /** Decides about all undecided suspects of the group whose header has the focus, as one step. */
  private async decideGroup(decide: Decide): Promise<void> {
    const { gallery } = this;
    const [start, end] = gallery.page.groups.rangeOf(gallery.page.groups.at(gallery.page.focus));
    const { viewVersion } = gallery;
    const { ranges } = await gallery.ask('getUndecided', { viewVersion, start, end });
    if (ranges.length === 0)
      gallery.dispatch({ type: 'announce', text: l10n.t('All suspects of this group are decided.') });
    else await this.sweep(decide, ranges, end - 1);
  }

  private async sweep(decide: Decide, ranges: Selection, from: number): Promise<void> {
    const { viewVersion } = this.gallery;
    const targets = { viewVersion, ranges: mutable(ranges) };
    if (await this.send({ ...decide, targets }, ranges, selectionSize(ranges))) await this.moveOn(from);
  }

  private async moveOn(from: number): Promise<void> {
    const next = await this.nextUndecided(from);
    if (next !== null) this.gallery.dispatch({ type: 'moveTo', position: next });
  }

  private async stepHistory(kind: 'undo' | 'redo'): Promise<void> {
    const { gallery } = this;
    // With decisions on their way the counts are behind; the host knows.
    const isPossible = kind === 'undo' ? gallery.counts.canUndo : gallery.counts.canRedo;
    if (!isPossible && gallery.page.pending.length === 0) {
      gallery.dispatch({
        type: 'announce',
        text: kind === 'undo' ? l10n.t('Nothing to undo.') : l10n.t('Nothing to redo.'),
      });
      return;
    }
    const { viewVersion } = gallery;
    const outcome = await this.send({ kind }, EMPTY_SELECTION, 0);
    const position = outcome?.step?.of?.position ?? null;
    if (position !== null && gallery.viewVersion === viewVersion)
      gallery.dispatch({ type: 'moveTo', position });
  }

  private async decide(decide: Decide): Promise<void> {
    const { gallery } = this;
    const { viewVersion } = gallery;
    const { focus, selection } = gallery.page;
    if (gallery.counts.inView === 0) return;
    if (gallery.page.isOnHeader && selection.length === 0) {
      await this.decideGroup(decide);
      return;
    }
    const isBulk = selection.length > 0;
    const targets: Selection = isBulk ? selection : [[focus, focus + 1]];
    const isUndecided =
      !isBulk &&
      gallery.page.rows.getFresh(focus)?.decision === null &&
      !isPending(gallery.page.pending, focus);
    const request = {
      ...decide,
      targets: {
        viewVersion,
        ranges: mutable(targets),
      },
    };
    const outcome = this.send(request, targets, isUndecided ? 1 : 0);
    if (isBulk) {
      gallery.dispatch({ type: 'clearSelection' });
      if (!gallery.page.isOnHeader) gallery.dispatch({ type: 'moveTo', position: focus });
    } else {
      await this.moveOn(focus);
    }
    void outcome.then((saved) => {
      // Not saved: bring the reviewer back to the suspect that still needs the decision.
      if (!saved && !isBulk && gallery.viewVersion === viewVersion)
        gallery.dispatch({ type: 'moveTo', position: focus });
    });
  }

  /** Resolves with the outcome once the host has saved it, or with null after showing why not. */
  private async send(
    request: ReviewRequest,
    targets: Selection,
    undecided: number,
  ): Promise<ReviewOutcome | null> {
    const { gallery } = this;
    const pending = {
      ...{ targets, undecided },
      ...(request.kind === 'relabel' && { label: request.label }),
    };
    gallery.dispatch({ type: 'sent', pending });
    try {
      const outcome = await gallery.ask('review', { request });
      gallery.dispatch({ type: 'saved', pending, request, outcome });
      return outcome;
    } catch (error) {
      gallery.dispatch({ type: 'notSaved', pending, message: messageOf(error) });
      return null;
    }
  }

  /** The first undecided suspect after this one, going round; null when there is none. */
  private async nextUndecided(from: number): Promise<number | null> {
    const { gallery } = this;
    const { inView, reviewedInView } = gallery.counts;
    const folded = gallery.page.groups.foldedRanges;
    if (inView - reviewedInView - undecidedOf(gallery.page.pending) <= 0) return null;
    // Mostly one of the next few, which are here; otherwise the host knows without sending all rows between.
    for (let step = 1; step < inView; step++) {
      const position = (from + step) % inView;
      if (isPending(gallery.page.pending, position) || isSelected(folded, position)) continue;
      const row = gallery.page.rows.getFresh(position);
      if (row === undefined) break;
      if (row.decision === null) return position;
    }
    const { viewVersion } = gallery;
    const pendingRanges = gallery.page.pending.flatMap(({ targets }) => mutable(targets));
    const foldedAway = mutable(folded);
    const skip = { viewVersion, ranges: [...pendingRanges, ...foldedAway] };
    const { position } = await gallery.ask('nextUndecided', { from, skip });
    return gallery.viewVersion === viewVersion ? position : null;
  }
}
