import * as v from 'valibot';
import { placeSchema, type Place } from '../src/shared/galleryProtocol';
import type { VsCodeApi } from './host';

/** Often enough to lose nothing that matters, rare enough not to flood the host while scrolling. */
const THROTTLE_MS = 400;

const persistedSchema = v.looseObject({ place: v.optional(placeSchema) });

/** Tells the host, and VS Code's own page state, where the reviewer is. */
export interface PlaceKeeper {
  remember(place: Place): void;
  /** Sends at once what is still waiting. */
  flush(): void;
}

/** The place this page had before it was reloaded, if it showed the same dataset. */
export function persistedPlace(
  persisted: unknown,
  pageState: Readonly<Record<string, unknown>>,
): Place | null {
  const state = v.safeParse(persistedSchema, persisted);
  if (!state.success || state.output.datasetRoot !== pageState.datasetRoot) return null;
  return state.output.place ?? null;
}

/** `pageState` is what VS Code needs to bring the panel back after a restart; it is kept beside the place. */
export function createPlaceKeeper(options: {
  api: Pick<VsCodeApi, 'setState'>;
  pageState: Readonly<Record<string, unknown>>;
  send: (place: Place) => void;
}): PlaceKeeper {
  let waiting: Place | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const place = waiting;
    waiting = null;
    if (!place || JSON.stringify(place) === last) return;
    last = JSON.stringify(place);
    options.api.setState({ ...options.pageState, place });
    options.send(place);
  };
  return {
    remember(place) {
      waiting = place;
      timer ??= setTimeout(flush, THROTTLE_MS);
    },
    flush,
  };
}
