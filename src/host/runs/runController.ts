import * as l10n from '@vscode/l10n';
import { AppError } from '../../core/appError';
import type { IssueFilter } from '../../core/run/issueFilter';
import type { Progress } from '../../core/run/progress';
import type { ScanOptions } from '../../core/run/scanOptions';
import type { BackendChoice } from '../../core/run/trainingPlan';
import type { Trainer } from '../../worker/client/client';
import type { FormatName } from '../../core/dataset/formats/formatNames';
import type { FolderContents } from '../../core/dataset/folders/folderContents';
import type { AnalyzeOutcome, LabelsRequest, PredictionsRequest } from '../../core/run/analyzeRequest';
import { Emitter, type Event } from '../../review/emitter';

/** What this window is doing. `preparing` covers starting the trainer and asking which labels to use. */
export type RunState =
  | { readonly status: 'idle' }
  | { readonly status: 'preparing'; readonly root: string }
  | { readonly status: 'running'; readonly root: string; readonly progress: Progress };

/** The labels to use: a table, or what a form of datasets holds; both absent: in the form that the folder has. */
export interface ChosenLabels {
  readonly labels?: LabelsRequest;
  readonly format?: FormatName;
}

export interface RunRequest {
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  /** Decides from what the folder offers; undefined cancels the run. */
  readonly chooseLabels:
    ChosenLabels | ((inspected: FolderContents, signal: AbortSignal) => Promise<ChosenLabels | undefined>);
  /** Predictions made elsewhere; absent: a network is trained, as `options` say. */
  readonly predictions?: PredictionsRequest;
  /** The models of the newest run go on learning, by its plan. */
  readonly retrain?: boolean;
  readonly options: ScanOptions;
  readonly filterBy: IssueFilter;
  /** Called once, when the images have been found: from then on the run is worth watching. */
  readonly onImagesFound?: () => void;
}

export interface RunControllerOptions {
  readonly startTrainer: (
    backend: BackendChoice,
    onProgress: (progress: Progress) => void,
  ) => Promise<Trainer>;
  /** Where stores of read-only datasets go. */
  readonly fallbackStore: string;
  /** Where caches go, if not into the stores. */
  readonly cacheFolder?: () => string | undefined;
  /** A clock in milliseconds, for thinning progress. */
  readonly nowMs: () => number;
}

/** Why a run is given up when the window closes: what goes on elsewhere may go on. */
export const CLOSING = 'closing';

/** What a run works with: when to stop, and where to tell how far it is. */
export interface RunTools {
  /** Its reason is `CLOSING` when the window closes. */
  readonly signal: AbortSignal;
  readonly show: (progress: Progress) => void;
}

/** More progress than this per second only costs redraws. */
const PROGRESS_INTERVAL_MS = 100;

/** Owns the trainer process: one run at a time in this window, a fresh process for each. */
export class RunController {
  private readonly options: RunControllerOptions;
  private readonly stateEmitter = new Emitter<RunState>();
  private current: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  private stateNow: RunState = { status: 'idle' };
  private shownAtMs = Number.NEGATIVE_INFINITY;
  private readonly made = new Set<string>();

  readonly onDidChangeState: Event<RunState> = this.stateEmitter.event;

  constructor(options: RunControllerOptions) {
    this.options = options;
  }

  get state(): RunState {
    return this.stateNow;
  }

  /** Whether the run was made in this window. */
  hasMade(runId: string): boolean {
    return this.made.has(runId);
  }

  /** @throws AppError `run-in-progress` while one goes on. */
  refuseSecond(): void {
    if (this.stateNow.status === 'idle') return;
    throw new AppError(
      'run-in-progress',
      l10n.t('A run on {0} is still going on; wait for it or cancel it first.', this.stateNow.root),
    );
  }

  /** Runs to the end; cancelling resolves as `cancelled`. @throws AppError what the trainer reported, `run-in-progress`. */
  run(request: RunRequest): Promise<AnalyzeOutcome> {
    return this.occupy(request, (tools) => this.runTrainer(request, tools));
  }

  /** The same for whatever makes a run of `root`. @throws what `start` throws, AppError `run-in-progress`. */
  async occupy(
    { root, onImagesFound }: Pick<RunRequest, 'root' | 'onImagesFound'>,
    start: (tools: RunTools) => Promise<AnalyzeOutcome>,
  ): Promise<AnalyzeOutcome> {
    this.refuseSecond();
    const abort = new AbortController();
    this.setState({ status: 'preparing', root });
    const show = (progress: Progress) => this.showProgress({ root, onImagesFound }, progress);
    const work = start({ signal: abort.signal, show });
    const ended = work.then(
      () => undefined,
      () => undefined, // `run` itself rejects; `dispose` only waits.
    );
    this.current = { abort, ended };
    try {
      const outcome = await work;
      if (outcome.status === 'done') this.made.add(outcome.runId);
      return outcome;
    } finally {
      this.current = undefined;
      this.setState({ status: 'idle' });
    }
  }

  /** Asks the run to stop; it then ends as `cancelled`. Does nothing when none is going on. */
  cancel(): void {
    this.current?.abort.abort();
  }

  /** Cancels the run and waits until its process is gone. */
  async dispose(): Promise<void> {
    this.current?.abort.abort(CLOSING);
    await this.current?.ended;
    this.stateEmitter.dispose();
  }

  private async runTrainer(request: RunRequest, { signal, show }: RunTools): Promise<AnalyzeOutcome> {
    const { root, predictions, retrain, options, filterBy } = request;
    const trainer = await this.options.startTrainer(options.backend, (progress) => {
      // What an earlier question leads to is no run.
      if (this.stateNow.status === 'running') show(progress);
    });
    try {
      const chosen =
        typeof request.chooseLabels === 'function'
          ? await request.chooseLabels(await trainer.inspect({ root }, signal), signal)
          : request.chooseLabels;
      if (chosen === undefined || signal.aborted) return { status: 'cancelled' };
      show({ phase: 'discover', images: 0 });
      return await trainer.analyze(
        {
          root,
          ...chosen,
          predictions,
          retrain,
          fallbackStore: this.options.fallbackStore,
          cacheFolder: this.options.cacheFolder?.(),
          options,
          filterBy,
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted) return { status: 'cancelled' };
      throw error;
    } finally {
      await trainer.dispose();
    }
  }

  private showProgress(
    { root, onImagesFound }: Pick<RunRequest, 'root' | 'onImagesFound'>,
    progress: Progress,
  ): void {
    if (this.stateNow.status === 'idle') return;
    const shown = this.stateNow.status === 'running' ? this.stateNow.progress : undefined;
    const isNewPhase = shown?.phase !== progress.phase;
    const isLast = 'total' in progress && progress.done === progress.total;
    const nowMs = this.options.nowMs();
    // What a cluster tells comes seldom, and nothing may come for long after it.
    const isRare = progress.phase === 'tasks';
    const isSoon = nowMs - this.shownAtMs < PROGRESS_INTERVAL_MS;
    if (isSoon && !isNewPhase && !isLast && !isRare) return;
    this.shownAtMs = nowMs;
    this.setState({ status: 'running', root, progress });
    if (shown?.phase === 'discover' && progress.phase !== 'discover') onImagesFound?.();
  }

  private setState(state: RunState): void {
    this.stateNow = state;
    this.stateEmitter.fire(state);
  }
}
