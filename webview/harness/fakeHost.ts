import { AppError } from '../../src/core/appError';
import type { Decision, JournalEntry } from '../../src/core/review/review';
import { ReviewLog } from '../../src/core/review/reviewLog';
import { atMostEvery } from '../../src/review/atMostEvery';
import { createGalleryHandlers } from '../../src/review/galleryHandlers';
import type { ResultRow } from '../../src/core/run/run';
import type { ImageChange } from '../../src/core/dataset/imageChange';
import type { GalleryMemory, Remembered } from '../../src/review/galleryMemory';
import { findAgain } from '../../src/review/findAgain';
import { otherCopies } from '../../src/review/otherCopies';
import type { FindSimilar } from '../../src/review/similar/similarImages';
import { ReviewSession, type ReviewSessionOptions } from '../../src/review/reviewSession';
import {
  DEFAULT_VIEW,
  GALLERY_REQUESTS,
  type GalleryRequests,
  type GalleryState,
  type HostEvent,
  type PageHandlers,
} from '../../src/shared/galleryProtocol';
import { answerRequests } from '../../src/shared/requests';
import type { VsCodeApi } from '../host';
import { FakeImages, fakeClasses, fakeRun } from './fakeImages';
import { fakeNextRun, type FakeRun } from './fakeNextRun';
import { createMemoryJournal } from './memoryJournal';
import { ENGLISH } from '../../src/core/words/message';

const STORAGE_KEY = 'fake-host';

/** What survives a reload of the page. */
interface Stored {
  readonly journal: JournalEntry[];
  remembered: Remembered | null;
  pageState: unknown;
}

/** A request of the page as it came. */
export type FakeRequest = {
  [Name in keyof GalleryRequests]: {
    readonly name: Name;
    readonly params: Parameters<GalleryRequests[Name]>[0];
  };
}[keyof GalleryRequests];

const openSession = (
  { run, rows }: FakeRun,
  parts: Pick<
    ReviewSessionOptions,
    'checks' | 'journal' | 'log' | 'view' | 'viewVersion' | 'findSimilar' | 'findImageChange'
  >,
) =>
  new ReviewSession({
    ...parts,
    run,
    images: { rows, otherErrors: 0 },
    createId: () => crypto.randomUUID(),
    now: () => new Date(),
  });

/** The extension host's side of the protocol, in the page itself: the real review of made-up images, with handles for tests. */
export class FakeHost {
  /** Every request, in order. */
  readonly requests: FakeRequest[] = [];
  /** While true, replies to `review` wait for `release`. */
  isHolding = false;
  /** When set, decisions cannot be saved, for this reason. */
  failure: string | null = null;
  /** When set, why images were flagged cannot be read, for this reason. */
  detailsFailure: string | null = null;
  /** While true, similar images are looked for until `release`, or until the search is ended. */
  isSearching = false;
  /** When set, there is nothing to find similar images by, for this reason. */
  noEmbeddings: string | null = null;
  /** What has become of the files of images, by their paths. */
  changes: Readonly<Record<string, ImageChange>> = {};
  /** Where thumbnails are now. */
  thumbnailQuery = '';
  /** Answers come this much later. */
  delayMs = 0;
  private readonly held: (() => void)[] = [];
  private readonly stored: Stored;
  private readonly handlers: PageHandlers;
  private readonly answer: (message: unknown) => Promise<void>;

  constructor(query: URLSearchParams) {
    const saved = sessionStorage.getItem(STORAGE_KEY);
    // Written by this class, under this key, in this tab.
    this.stored = saved ? (JSON.parse(saved) as Stored) : { journal: [], remembered: null, pageState: null };
    this.handlers = this.createHandlers({
      suspects: Number(query.get('suspects') ?? 96),
      classes: fakeClasses(Number(query.get('classes') ?? 10), query.get('mark') ?? ''),
      boxes: query.has('boxes'),
      packed: query.has('packed'),
    });
    const { handlers } = this;
    // Given by the test or person that opens the page.
    const refusal = query.get('refusal');
    const overrides = JSON.parse(query.get('state') ?? '{}') as Partial<GalleryState>;
    this.answer = answerRequests<GalleryRequests>({
      schemas: GALLERY_REQUESTS,
      handlers: {
        ...handlers,
        ready: async () => {
          if (refusal !== null) throw new AppError('run-damaged', refusal);
          return { ...(await handlers.ready()), ...overrides };
        },
        review: async (params) => {
          if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
          if (this.failure !== null) throw new AppError('store-unwritable', this.failure);
          return handlers.review(params);
        },
      },
      post: (reply) => this.post(reply),
      toReplyError: (error) => {
        if (!(error instanceof AppError)) throw error;
        return { code: error.code, message: error.message };
      },
      onInvalid: (text) => {
        throw new Error(text);
      },
    });
  }

  /** What VS Code would give the page. */
  readonly api: VsCodeApi = {
    postMessage: (message) => queueMicrotask(() => void this.receive(structuredClone(message))),
    getState: () => this.stored.pageState,
    setState: (state) => {
      this.stored.pageState = state;
      this.save();
    },
  };

  /** As the page would be told at its start. */
  stateNow(): Promise<GalleryState> {
    return this.handlers.ready();
  }

  get journal(): readonly JournalEntry[] {
    return this.stored.journal;
  }

  emit(event: HostEvent): void {
    this.post(event);
  }

  release(): void {
    for (const reply of this.held.splice(0)) reply();
  }

  /** What another window does. */
  decideElsewhere(path: string, decision: Decision): void {
    const [id, at] = [crypto.randomUUID(), new Date().toISOString()];
    this.stored.journal.push({ v: 1, type: 'decide', id, at, decisions: [{ path, decision }] });
  }

  private createHandlers(dataset: ConstructorParameters<typeof FakeImages>[0]): PageHandlers {
    const { stored } = this;
    const images = new FakeImages(dataset);
    const log = new ReviewLog();
    for (const entry of stored.journal) log.apply(entry);
    const parts = {
      checks: images.checks,
      journal: createMemoryJournal(stored.journal),
      log,
      findSimilar: this.createSearch(images),
      findImageChange: ({ path }: ResultRow) => Promise.resolve(this.changes[path]),
    };
    const first = { run: fakeRun(dataset), rows: images.rows };
    const view = stored.remembered?.view ?? DEFAULT_VIEW;
    const session = openSession(first, { ...parts, view, viewVersion: 1 });
    const foundAgain = findAgain(session, view);
    const stopping = atMostEvery(
      1_000,
      () => void session.stopping().then((advice) => this.emit({ type: 'stopping', stopping: advice })),
    );
    session.onDidChange(stopping.ask);
    const location = { folder: '/animals/.label-review', isFallback: false };
    let opened = { name: 'animals', location, journal: { problems: [] }, problems: [], session };
    return createGalleryHandlers({
      root: '/animals',
      open: async () => {
        await foundAgain;
        return opened;
      },
      adoptRun: async () => {
        const { view, viewVersion } = opened.session;
        const next = fakeNextRun(first, log);
        const session = openSession(next, { ...parts, view, viewVersion: viewVersion + 1 });
        await findAgain(session, view);
        opened = { ...opened, session };
        return opened;
      },
      memory: this.createMemory(),
      progress: () => null,
      wording: ENGLISH,
      thumbnailUri: ({ path }) => Promise.resolve(images.thumbnail(path) + this.thumbnailQuery),
      openImage: () => Promise.resolve(),
      revealImage: () => Promise.resolve(),
      copyPaths: () => Promise.resolve(),
      details: (_, suspect) => {
        if (this.detailsFailure !== null)
          return Promise.reject(new AppError('run-damaged', this.detailsFailure));
        const copies = otherCopies(suspect, 12);
        const address = images.thumbnail(suspect.row.path);
        return Promise.resolve(
          images.details(
            suspect.row,
            copies && { ...copies, images: copies.others.map((other) => ({ ...other, address })) },
          ),
        );
      },
      keys: () => ({}),
      runCommand: () => undefined,
    });
  }

  private createMemory(): GalleryMemory {
    const { stored } = this;
    return {
      get: () => stored.remembered ?? undefined,
      set: (_, remembered) => {
        stored.remembered = remembered;
        return Promise.resolve();
      },
    };
  }

  private createSearch(images: FakeImages): FindSimilar {
    return async (similarTo, signal) => {
      if (this.isSearching)
        await new Promise<void>((resolve) => {
          this.held.push(resolve);
          signal.addEventListener('abort', () => resolve());
        });
      signal.throwIfAborted();
      if (this.noEmbeddings !== null) throw new AppError('no-embeddings', this.noEmbeddings);
      return images.similarTo(similarTo);
    };
  }

  private async receive(message: unknown): Promise<void> {
    // Of the gallery page, which sends nothing else.
    this.requests.push(message as FakeRequest);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    await this.answer(message);
    this.save();
  }

  private post(message: unknown): void {
    window.postMessage(message, '*');
  }

  private save(): void {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(this.stored));
  }
}
