import * as v from 'valibot';
import { placeSchema, type Place } from '../src/shared/galleryProtocol';
import type { PageState, VsCodeApi } from './host';

/** Often enough to lose nothing that matters, rare enough not to flood the host while scrolling. */
const THROTTLE_MS = 400;

/** A place in the suspects of one run; in those of another it would mean something else. */
export interface RunPlace {
  readonly runId: string;
  readonly place: Place;
}

const persistedSchema = v.looseObject({ runId: v.string(), place: placeSchema });

/** Tells the host, and VS Code's own page state, where the reviewer is. */
export interface PlaceKeeper {
  remember(place: RunPlace): void;
  /** Sends at once what is still waiting. */
  flush(): void;
}

/** The place this page had before it was reloaded, if it showed the same dataset. */
export function persistedPlace(persisted: unknown, pageState: PageState): RunPlace | null {
  const state = v.safeParse(persistedSchema, persisted);
  if (!state.success || state.output.datasetRoot !== pageState.datasetRoot) return null;
  return { runId: state.output.runId, place: state.output.place };
}

export function createPlaceKeeper(options: {
  api: Pick<VsCodeApi, 'setState'>;
  pageState: PageState;
  send: (place: Place) => void;
}): PlaceKeeper {
  let waiting: RunPlace | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const remembered = waiting;
    waiting = null;
    if (!remembered || JSON.stringify(remembered) === last) return;
    last = JSON.stringify(remembered);
    options.api.setState({ ...options.pageState, ...remembered });
    options.send(remembered.place);
  };
  return {
    remember(place) {
      waiting = place;
      timer ??= setTimeout(flush, THROTTLE_MS);
    },
    flush,
  };
}
