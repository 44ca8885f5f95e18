import type { HostEvent } from '../../shared/galleryProtocol';
import { atMostEvery, type Throttled } from '../../review/atMostEvery';
import type { Datasets } from '../datasets';
import type { Disposable } from '../../review/emitter';
import type { Log } from '../log';

export interface StopUpdatesOptions {
  readonly datasets: Pick<Datasets, 'get' | 'onDidChangeReview'>;
  readonly post: (root: string, event: HostEvent) => void;
  readonly log: Pick<Log, 'error'>;
}

/** A reviewer's next key must not wait for what it costs to look ahead. */
const INTERVAL_MS = 1_000;

/** Tells the galleries where to stop, a moment after decisions. */
export function createStopUpdates({ datasets, post, log }: StopUpdatesOptions): Disposable {
  const updates = new Map<string, Throttled>();
  const update = (root: string) => {
    datasets.get(root).then(
      ({ session }) => post(root, { type: 'stopping', stopping: session?.stopping() ?? null }),
      (error: unknown) => log.error('Where to stop could not be told:', error),
    );
  };
  const subscription = datasets.onDidChangeReview((root) => {
    let throttled = updates.get(root);
    if (throttled === undefined) {
      throttled = atMostEvery(INTERVAL_MS, () => update(root));
      updates.set(root, throttled);
    }
    throttled.ask();
  });
  return {
    dispose: () => {
      subscription.dispose();
      for (const throttled of updates.values()) throttled.dispose();
    },
  };
}
