import { atMostEvery, type Throttled } from '../../review/atMostEvery';
import { SerialQueue } from '../../core/serialQueue';
import type { Disposable } from '../../review/emitter';
import { listAllRuns } from '../../store/allRuns';
import type { Datasets } from '../datasets';
import type { Log } from '../log';
import type { RunController } from './runController';

export interface NewRunsOptions {
  readonly datasets: Pick<Datasets, 'get' | 'isOpen' | 'locate'>;
  readonly runs: Pick<RunController, 'state' | 'hasMade' | 'onDidChangeState'>;
  /** Shows the newest run of a dataset wherever its runs are shown. */
  readonly show: (root: string) => Promise<void>;
  readonly log: Pick<Log, 'error' | 'info'>;
}

/** Several ask about one run: the gallery, and the view of the runs. */
const INTERVAL_MS = 500;

/** Shows the runs that other processes have made: the command line, or another window. */
export class NewRuns implements Disposable {
  private readonly options: NewRunsOptions;
  private readonly looks = new Map<string, Throttled>();
  /** Two looks at once would both find the run new. */
  private readonly queue = new SerialQueue();
  /** The datasets to look at when the run of this window is over. */
  private readonly waiting = new Set<string>();
  private readonly subscription: Disposable;

  constructor(options: NewRunsOptions) {
    this.options = options;
    this.subscription = options.runs.onDidChangeState(({ status }) => {
      if (status !== 'idle') return;
      for (const root of this.waiting) this.ask(root);
      this.waiting.clear();
    });
  }

  /** Looks a moment later whether the dataset in the folder `root` has a newer run. */
  ask(root: string): void {
    let throttled = this.looks.get(root);
    if (throttled === undefined) {
      throttled = atMostEvery(INTERVAL_MS, () => void this.takeIn(root));
      this.looks.set(root, throttled);
    }
    throttled.ask();
  }

  /** Looks now; a failure is logged, for whoever opens the dataset says it. */
  takeIn(root: string): Promise<void> {
    return this.look(root).catch((error: unknown) =>
      this.options.log.error('A new run could not be shown:', error),
    );
  }

  /** Shows the newest run of the dataset, unless it is known, or this window has made it: then the command that did shows it. */
  look(root: string): Promise<void> {
    return this.queue.add(() => this.lookNext(root));
  }

  private async lookNext(root: string): Promise<void> {
    const { datasets, runs, show, log } = this.options;
    if (runs.state.status !== 'idle' && runs.state.root === root) {
      // What has come may be its run, finished but not yet told.
      this.waiting.add(root);
      return;
    }
    const [newest] = await listAllRuns(await datasets.locate(root));
    if (newest === undefined || runs.hasMade(newest.id)) return;
    // What is read only now has the run, and yet nothing that was shown before knows of it.
    const wasOpen = datasets.isOpen(root);
    // One that cannot be read may be replaced by what has come.
    const known = await datasets.get(root).then(
      (dataset) => dataset.runs,
      () => [],
    );
    if (wasOpen && known.some(({ id }) => id === newest.id)) return;
    log.info(`${root}: run ${newest.id} has come from another process`);
    await show(root);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const throttled of this.looks.values()) throttled.dispose();
  }
}
