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
  const tell = async (root: string) => {
    const { session } = await datasets.get(root);
    post(root, { type: 'stopping', stopping: (await session?.stopping()) ?? null });
  };
  const update = (root: string) => {
    tell(root).catch((error: unknown) => log.error('Where to stop could not be told:', error));
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
