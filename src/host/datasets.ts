import { Emitter, type Event } from '../review/emitter';
import type { GalleryMemory } from '../review/galleryMemory';
import {
  openReview,
  type OpenDataset,
  type OpenReviewOptions,
  type SearchSimilar,
} from '../review/openReview';
import type { Wording } from '../core/words/message';
import type { ViewSettings } from '../shared/galleryProtocol';
import { locateStore, type StoreLocation } from '../store/location';

export interface DatasetsOptions {
  /** Where stores of read-only datasets are. */
  readonly fallbackStore: string;
  /** Where caches are, if not in the stores. */
  readonly cacheFolder?: () => string | undefined;
  readonly memory: GalleryMemory;
  readonly searchSimilar: SearchSimilar;
  /** Absent: the files of images are taken to be what they were. */
  readonly findImageChange?: OpenReviewOptions['findImageChange'];
  readonly createId: () => string;
  readonly now: () => Date;
  /** Absent: English. */
  readonly wording?: Wording;
}

/** The datasets in use in this window, each read once, by the absolute path of its folder. */
export class Datasets {
  private readonly options: DatasetsOptions;
  private readonly open = new Map<string, Promise<OpenDataset>>();
  private readonly changeEmitter = new Emitter<string>();
  private readonly reviewEmitter = new Emitter<string>();

  /** Fires with the dataset's folder when its runs have changed. */
  readonly onDidChangeRuns: Event<string> = this.changeEmitter.event;

  /** Fires with the dataset's folder when decisions about its images have changed, here or in another window. */
  readonly onDidChangeReview: Event<string> = this.reviewEmitter.event;

  constructor(options: DatasetsOptions) {
    this.options = options;
  }

  locate(root: string): Promise<StoreLocation> {
    const { fallbackStore, cacheFolder } = this.options;
    return locateStore(root, fallbackStore, { cacheParent: cacheFolder?.() });
  }

  /** Whether the dataset has been read in this window. */
  isOpen(root: string): boolean {
    return this.open.has(root);
  }

  /** Reads the dataset's store on first use. @throws AppError `run-damaged`. */
  get(root: string): Promise<OpenDataset> {
    return this.open.get(root) ?? this.remember(root, this.load(root, undefined));
  }

  /**
   * Reads the runs again, after one has finished. A review of a run that is still the newest goes on; with `keepsView` a new
   * one begins with the view of the one before.
   */
  async reload(root: string, { keepsView = false } = {}): Promise<OpenDataset> {
    // A dataset that could not be read before is read as if for the first time.
    const before = await this.open.get(root)?.catch(() => undefined);
    // The view to keep may be one that no gallery has brought back yet.
    if (keepsView) await before?.findAgain?.();
    const dataset = await this.remember(
      root,
      this.load(root, before, keepsView ? before?.session?.view : undefined),
    );
    this.changeEmitter.fire(root);
    return dataset;
  }

  dispose(): void {
    this.changeEmitter.dispose();
    this.reviewEmitter.dispose();
  }

  private remember(root: string, loading: Promise<OpenDataset>): Promise<OpenDataset> {
    this.open.set(root, loading);
    loading.catch(() => {
      // The caller reports it; the next `get` tries again.
      if (this.open.get(root) === loading) this.open.delete(root);
    });
    return loading;
  }

  private async load(
    root: string,
    before: OpenDataset | undefined,
    keptView?: ViewSettings,
  ): Promise<OpenDataset> {
    const { memory, searchSimilar, findImageChange, createId, now, wording } = this.options;
    const viewOf = (runId: string) => {
      const remembered = memory.get(root);
      return remembered?.runId === runId ? remembered.view : keptView;
    };
    const dataset = await openReview(await this.locate(root), {
      ...{ before, viewOf, searchSimilar, findImageChange, createId, now, wording },
    });
    if (dataset.session !== before?.session)
      dataset.session?.onDidChange(() => this.reviewEmitter.fire(root));
    return dataset;
  }
}
