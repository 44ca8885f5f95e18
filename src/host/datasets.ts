import { checkedPaths } from '../core/dataset/imageChecks';
import { ReviewLog } from '../core/review/reviewLog';
import type { RunSummary } from '../core/run/run';
import { DEFAULT_VIEW } from '../shared/galleryProtocol';
import { openJournal, type Journal } from '../store/journal';
import { readChecks } from '../store/imageChecks';
import { journalFile, locateStore, type StoreLocation } from '../store/location';
import { listRuns, readReviewImages } from '../store/runs';
import { Emitter, type Event } from '../review/emitter';
import type { GalleryMemory } from './gallery/galleryMemory';
import { ReviewSession } from '../review/reviewSession';

/** A dataset in use: where its files are, its finished runs, and the review of the newest. */
export interface OpenDataset {
  readonly location: StoreLocation;
  readonly journal: Journal;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Newer runs that cannot be used, in words. */
  readonly problems: readonly string[];
  /** Undefined before the first run. */
  readonly session: ReviewSession | undefined;
}

export interface DatasetsOptions {
  /** Where stores of read-only datasets are. */
  readonly fallbackStore: string;
  readonly memory: GalleryMemory;
  readonly createId: () => string;
  readonly now: () => Date;
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
    return locateStore(root, this.options.fallbackStore);
  }

  /** Reads the dataset's store on first use. @throws AppError `run-damaged`. */
  get(root: string): Promise<OpenDataset> {
    return this.open.get(root) ?? this.remember(root, this.load(root, undefined));
  }

  /** Reads the runs again, after one has finished. A review of a run that is still the newest goes on. */
  async reload(root: string): Promise<OpenDataset> {
    // A dataset that could not be read before is read as if for the first time.
    const before = await this.open.get(root)?.catch(() => undefined);
    const dataset = await this.remember(root, this.load(root, before));
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

  private async load(root: string, before: OpenDataset | undefined): Promise<OpenDataset> {
    const location = await this.locate(root);
    const isSameStore = before?.location.folder === location.folder;
    const journal = isSameStore ? before.journal : await openJournal(journalFile(location));
    const problems: string[] = [];
    const runs = await listRuns(location, (sentence) => problems.push(sentence));
    const newest = runs[0];
    if (newest === undefined) return { location, journal, runs, problems, session: undefined };
    if (isSameStore && before.session?.run.id === newest.id)
      return { location, journal, runs, problems, session: before.session };
    const checks = await readChecks(location, newest.id);
    const checked = checkedPaths(checks);
    const images = await readReviewImages(location, newest.id, (image) => checked.has(image));
    const remembered = this.options.memory.get(root);
    const session = new ReviewSession({
      run: newest,
      images,
      checks,
      journal,
      log: replay(journal),
      view: remembered?.runId === newest.id ? remembered.view : DEFAULT_VIEW,
      viewVersion: (before?.session?.viewVersion ?? 0) + 1,
      createId: this.options.createId,
      now: this.options.now,
    });
    session.onDidChange(() => {
      this.reviewEmitter.fire(root);
    });
    return { location, journal, runs, problems, session };
  }
}

function replay(journal: Journal): ReviewLog {
  const log = new ReviewLog();
  for (const entry of journal.entries) log.apply(entry);
  return log;
}
