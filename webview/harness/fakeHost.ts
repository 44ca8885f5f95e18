import type { SuspectPair } from '../../src/core/query/galleryView';
import * as v from 'valibot';
import {
  pageMessageSchema,
  type GalleryState,
  type HostEvent,
  type HostMessage,
  type PageRequest,
  type Place,
} from '../../src/shared/galleryProtocol';
import type { VsCodeApi } from '../host';
import { FakeReview, emptyJournal, type FakeJournal } from './fakeReview';
import { fakeClasses, fakeSuspect, type FakeDataset } from './fakeSuspects';

const STORAGE_KEY = 'fake-host';

interface Stored {
  journal: FakeJournal;
  place: Place | null;
  pageState: unknown;
}

/** The extension host's side of the protocol, in the page itself, with handles for tests. */
export class FakeHost {
  /** Every request, in order. */
  readonly requests: PageRequest[] = [];
  /** While true, replies to `review` wait for `release`. */
  isHolding = false;
  /** When set, `review` is answered with this error. */
  failure: { code: string; message: string } | null = null;
  /** Answers come this much later. */
  delayMs = 0;
  private readonly held: (() => void)[] = [];
  private readonly review: FakeReview;
  private readonly stored: Stored;
  private readonly overrides: Partial<GalleryState>;

  constructor(query: URLSearchParams) {
    const saved = sessionStorage.getItem(STORAGE_KEY);
    // Written by this class, under this key, in this tab.
    this.stored = saved
      ? (JSON.parse(saved) as Stored)
      : { journal: emptyJournal(), place: null, pageState: null };
    const dataset: FakeDataset = {
      suspects: Number(query.get('suspects') ?? 96),
      classes: fakeClasses(Number(query.get('classes') ?? 10)),
    };
    this.review = new FakeReview(dataset, this.stored.journal);
    const overrides = query.get('state');
    // Given by the test or person that opens the page.
    this.overrides = overrides ? (JSON.parse(overrides) as Partial<GalleryState>) : {};
  }

  /** What VS Code would give the page. */
  readonly api: VsCodeApi = {
    postMessage: (message) => queueMicrotask(() => this.receive(structuredClone(message))),
    getState: () => this.stored.pageState,
    setState: (state) => {
      this.stored.pageState = state;
      this.save();
    },
  };

  emit(event: HostEvent): void {
    this.post(event);
  }

  release(): void {
    for (const reply of this.held.splice(0)) reply();
  }

  private receive(message: unknown): void {
    const { id, request } = v.parse(pageMessageSchema, message);
    this.requests.push(request);
    const reply = () => this.answer(id, request);
    if (this.isHolding && request.type === 'review') this.held.push(reply);
    else if (this.delayMs > 0) setTimeout(reply, this.delayMs);
    else reply();
  }

  private answer(id: number, request: PageRequest): void {
    if (this.failure && request.type === 'review') this.post({ type: 'reply', id, error: this.failure });
    else this.post({ type: 'reply', id, ok: this.handle(request) });
    this.save();
  }

  private handle(request: PageRequest): unknown {
    const { review } = this;
    switch (request.type) {
      case 'ready':
        return this.state();
      case 'setView':
        return review.setView(request.view);
      case 'getRows':
        return {
          viewVersion: request.viewVersion,
          start: request.start,
          rows: review.rows(request.start, request.count),
        };
      case 'review':
        return review.review(request.request);
      case 'rememberPlace':
        this.stored.place = request.place;
        return null;
      case 'getDetails':
        return review.details(request.position);
      case 'findImage':
        return { position: review.positionOf(request.path) };
      case 'nextUndecided':
        return { position: review.nextUndecided(request.from, request.skip.ranges) };
      case 'getPairs':
        return { pairs: this.pairs() };
      case 'getPair':
        return { ranges: review.undecidedOfPair(request.position) };
      case 'getUndecided':
        return { ranges: review.undecidedBetween(request.start, request.end) };
      case 'revealImage':
      case 'openImage':
      case 'runCommand':
        return null;
    }
  }

  private state(): GalleryState {
    const { review } = this;
    return {
      datasetName: 'animals',
      status: 'ready',
      runId: 'run-1',
      images: 5000,
      unreadable: 0,
      classes: review.classes,
      view: review.journal.view,
      viewVersion: review.viewVersion,
      counts: review.counts,
      groups: review.groups,
      place: this.stored.place,
      checks: null,
      keys: {},
      stopping: null,
      progress: null,
      notices: [],
      ...this.overrides,
    };
  }

  private pairs(): SuspectPair[] {
    const counts = new Map<string, SuspectPair>();
    for (let id = 0; id < this.review.dataset.suspects; id++) {
      const { givenLabel: given, suggestedLabel: suggested } = fakeSuspect(this.review.dataset, id);
      const key = `${given}/${suggested}`;
      counts.set(key, { given, suggested, suspects: (counts.get(key)?.suspects ?? 0) + 1 });
    }
    return [...counts.values()];
  }

  private post(message: HostMessage): void {
    window.postMessage(message, '*');
  }

  private save(): void {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(this.stored));
  }
}
