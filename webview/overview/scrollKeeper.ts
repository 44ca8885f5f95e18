import * as v from 'valibot';
import type { OverviewState } from '../../src/shared/overviewProtocol';
import type { VsCodeApi } from '../host';

const keptSchema = v.fallback(v.object({ scrollTop: v.number() }), { scrollTop: 0 });

/**
 * Keeps which run is shown, for when the window is reloaded, and how far the reader has scrolled: VS Code discards a
 * page that is hidden and makes it anew.
 */
export function createScrollKeeper(
  store: Pick<VsCodeApi, 'getState' | 'setState'>,
  pageState: object,
): { readonly onState: (state: OverviewState) => void } {
  const { scrollTop } = v.parse(keptSchema, store.getState());
  let kept: object = { ...pageState, scrollTop };
  let isRestored = false;
  const keep = (change: object) => {
    kept = { ...kept, ...change };
    store.setState(kept);
  };
  keep({});
  document.addEventListener('scrollend', () => keep({ scrollTop: window.scrollY }));
  return {
    onState: ({ runId }) => {
      keep({ runId });
      if (isRestored) return;
      isRestored = true;
      // The parts of the page are drawn by then.
      requestAnimationFrame(() => window.scrollTo({ top: scrollTop, behavior: 'instant' }));
    },
  };
}
