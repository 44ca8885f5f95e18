import * as l10n from '@vscode/l10n';
import type { ReviewAction } from '../src/core/names';
import type { ReviewOutcome, ReviewRequest } from '../src/shared/galleryProtocol';
import { assertNever } from '../src/core/assertNever';
import type { EchoedAction } from './keys/keyEcho';
import { decidedRow } from './decidedRow';
import type { Gallery } from './gallery';
import type { PageAction } from './keys/keyboard';
import { EMPTY_SELECTION, isSelected, selectionSize, type Selection } from './grid/selection';

const isOnSuspects = () => document.activeElement?.closest('.grid, .stage') !== null;

/** The number keys. */
const MAX_TOP = 9;

type Decide =
  | { readonly kind: 'accept' | 'keep' | 'exclude' | 'unsure' }
  | { readonly kind: 'relabel'; readonly label: string };

/**
 * Turns what the reviewer does into requests. Actions run one after another: the focus moves on before the host has
 * answered, and the next key acts on the suspect that has the focus by then.
 */
export class ReviewFlow {
  private readonly gallery: Gallery;
  private queue: Promise<void> = Promise.resolve();

  constructor(gallery: Gallery) {
    this.gallery = gallery;
  }

  perform(action: PageAction): void {
    this.enqueue(() => this.run(action));
  }

  /**
   * Does what VS Code says a key is bound to, once that is known; what is pressed meanwhile waits. Where the key before
   * has opened a text field, it is meant for that.
   */
  performKeys(actions: readonly EchoedAction[] | Promise<readonly EchoedAction[]>, key: string): void {
    this.enqueue(async () => {
      const { gallery } = this;
      const found = await actions;
      const isElsewhere = gallery.wantsFilter || gallery.dialog !== null || !isOnSuspects();
      if (isElsewhere && key !== '' && (await gallery.onTypeAhead?.(key))) return;
      for (const { action, argument } of found)
        if (gallery.dialog === null) await this.review(action, argument);
    });
  }

  relabel(label: string): void {
    this.enqueue(() => this.decide({ kind: 'relabel', label }));
  }

  private enqueue(step: () => Promise<void>): void {
    this.queue = this.queue.then(step).catch((error: unknown) => this.gallery.report(error));
  }

  private async run(action: PageAction): Promise<void> {
    const { gallery } = this;
    // The key before it may have opened a dialog, which this one was not meant for.
    if (gallery.dialog !== null && action.type !== 'review') return;
    switch (action.type) {
      case 'review':
        await this.review(action.action, action.argument);
        break;
      case 'move':
        gallery.move(action.move, action.extend);
        break;
      case 'toggleSelected':
        if (gallery.isOnHeader) gallery.selectGroup();
        else gallery.toggleSelected(gallery.focus);
        break;
      case 'clearSelection':
        gallery.clearSelection();
        break;
      case 'zoom':
      case 'pan':
        gallery.onLargeAction?.(action);
        break;
      default:
        assertNever(action);
    }
  }

  private async review(action: ReviewAction, argument = 1): Promise<void> {
    const { gallery } = this;
    switch (action) {
      case 'accept':
      case 'keep':
      case 'exclude':
      case 'unsure':
        await this.decide({ kind: action });
        break;
      case 'pickLabel':
        if (gallery.counts.inView > 0) gallery.open('label');
        break;
      case 'pickTop':
        await this.relabelToTop(argument);
        break;
      case 'acceptPair':
        await this.acceptPair();
        break;
      case 'toggleLarge':
        if (gallery.isOnHeader) gallery.toggleFolded();
        else gallery.setLarge(!gallery.isLarge);
        break;
      case 'togglePanel':
        gallery.setPanel(!gallery.hasPanel);
        break;
      case 'enterFilter':
        gallery.enterFilter();
        break;
      case 'openOriginal':
        gallery.openImage(gallery.focus);
        break;
      case 'reveal':
        gallery.revealFile(gallery.focus);
        break;
      case 'showKeys':
        gallery.open('keys');
        break;
      case 'undo':
      case 'redo':
        await this.stepHistory(action);
        break;
      case 'next':
      case 'previous':
        gallery.move(action, false);
        break;
      case 'selectAll':
        gallery.selectAll();
        break;
      case 'selectGroup':
        gallery.selectGroup();
        break;
      case 'toggleGroup':
        gallery.toggleFolded();
        break;
      default:
        assertNever(action);
    }
  }

  /** Relabels to the class that a number key stands for: those of the focused suspect, most probable first. */
  private async relabelToTop(place: number): Promise<void> {
    const { gallery } = this;
    if (gallery.counts.inView === 0) return;
    if (gallery.isOnHeader) {
      gallery.announce(l10n.t('Numbers are for a suspect, not for a group; choose one first.'));
      return;
    }
    const { classes } = await gallery.details.load(gallery.focus);
    const label = place <= MAX_TOP ? classes[place - 1]?.label : undefined;
    if (label === undefined) gallery.announce(l10n.t('There is no class number {0}.', place));
    else await this.decide({ kind: 'relabel', label });
  }

  /** Sweeps a cell of the confusion matrix: all undecided suspects in view of the focused one's pair, as one step. */
  private async acceptPair(): Promise<void> {
    const { gallery } = this;
    const { state, focus } = gallery;
    if (!state || gallery.counts.inView === 0) return;
    const { viewVersion } = state;
    const { ranges } = await gallery.host.request({ type: 'getPair', viewVersion, position: focus });
    if (ranges.length === 0) gallery.announce(l10n.t('All suspects of this pair are decided.'));
    else await this.sweep({ kind: 'accept' }, ranges, focus);
  }

  /** Decides about all undecided suspects of the group whose header has the focus, as one step. */
  private async decideGroup(decide: Decide): Promise<void> {
    const { gallery } = this;
    const [start, end] = gallery.groups.rangeOf(gallery.groups.at(gallery.focus));
    const viewVersion = gallery.state?.viewVersion ?? -1;
    const { ranges } = await gallery.host.request({ type: 'getUndecided', viewVersion, start, end });
    if (ranges.length === 0) gallery.announce(l10n.t('All suspects of this group are decided.'));
    else await this.sweep(decide, ranges, end - 1);
  }

  private async sweep(decide: Decide, ranges: Selection, from: number): Promise<void> {
    const viewVersion = this.gallery.state?.viewVersion ?? -1;
    const targets = { viewVersion, ranges: ranges.map(([start, end]): [number, number] => [start, end]) };
    if (await this.send({ ...decide, targets }, ranges, selectionSize(ranges))) await this.moveOn(from);
  }

  private async moveOn(from: number): Promise<void> {
    const next = await this.nextUndecided(from);
    if (next !== null) this.gallery.moveTo(next);
  }

  private async stepHistory(kind: 'undo' | 'redo'): Promise<void> {
    const { gallery } = this;
    // With decisions on their way the counts are behind; the host knows.
    const isPossible = kind === 'undo' ? gallery.counts.canUndo : gallery.counts.canRedo;
    if (!isPossible && gallery.pending.size === 0) {
      gallery.announce(kind === 'undo' ? l10n.t('Nothing to undo.') : l10n.t('Nothing to redo.'));
      return;
    }
    const outcome = await this.send({ kind }, EMPTY_SELECTION, 0);
    const first = outcome?.changed[0]?.[0];
    if (first !== undefined && first < gallery.counts.inView) gallery.moveTo(first);
  }

  private async decide(decide: Decide): Promise<void> {
    const { gallery } = this;
    const { state, focus, selection, counts } = gallery;
    if (!state || counts.inView === 0) return;
    if (gallery.isOnHeader && selection.length === 0) {
      await this.decideGroup(decide);
      return;
    }
    const isBulk = selection.length > 0;
    const targets: Selection = isBulk ? selection : [[focus, focus + 1]];
    const isUndecided = !isBulk && gallery.rows.get(focus)?.decision === null && !gallery.pending.has(focus);
    const request = {
      ...decide,
      targets: {
        viewVersion: state.viewVersion,
        ranges: targets.map(([start, end]): [number, number] => [start, end]),
      },
    };
    const outcome = this.send(request, targets, isUndecided ? 1 : 0);
    if (isBulk) {
      gallery.clearSelection();
      if (!gallery.isOnHeader) gallery.moveTo(focus);
    } else {
      await this.moveOn(focus);
    }
    void outcome.then((saved) => {
      // Not saved: bring the reviewer back to the suspect that still needs the decision.
      if (!saved && !isBulk && gallery.state?.viewVersion === state.viewVersion) gallery.moveTo(focus);
    });
  }

  /** Resolves with the outcome once the host has saved it, or with null after showing why not. */
  private async send(
    request: ReviewRequest,
    targets: Selection,
    undecided: number,
  ): Promise<ReviewOutcome | null> {
    const { gallery } = this;
    const settled = gallery.pending.add({ targets, undecided });
    gallery.announce('');
    try {
      const outcome = await gallery.host.request({ type: 'review', request });
      settled();
      gallery.dismissError();
      const isOfView = 'targets' in request && request.targets.viewVersion === gallery.state?.viewVersion;
      if (isOfView) gallery.rows.patch(targets, (row) => decidedRow(row, request));
      gallery.adoptOutcome(outcome, isOfView ? targets : EMPTY_SELECTION);
      return outcome;
    } catch (error) {
      settled();
      gallery.report(error);
      return null;
    }
  }

  /** The first undecided suspect after this one, going round; null when there is none. */
  private async nextUndecided(from: number): Promise<number | null> {
    const { gallery } = this;
    const { inView, reviewedInView } = gallery.counts;
    const folded = gallery.groups.foldedRanges;
    if (inView - reviewedInView - gallery.pending.undecided <= 0) return null;
    // Mostly one of the next few, which are here; otherwise the host knows without sending all rows between.
    for (let step = 1; step < inView; step++) {
      const position = (from + step) % inView;
      if (gallery.pending.has(position) || isSelected(folded, position)) continue;
      const row = gallery.rows.get(position);
      if (row === undefined) break;
      if (row.decision === null) return position;
    }
    const viewVersion = gallery.state?.viewVersion ?? -1;
    const foldedAway = folded.map(([start, end]): [number, number] => [start, end]);
    const skip = { viewVersion, ranges: [...gallery.pending.ranges, ...foldedAway] };
    const { position } = await gallery.host.request({ type: 'nextUndecided', from, skip });
    return gallery.state?.viewVersion === viewVersion ? position : null;
  }
}
