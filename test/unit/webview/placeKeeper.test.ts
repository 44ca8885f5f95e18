import assert from 'node:assert/strict';
import { createPlaceKeeper, persistedPlace } from '../../../webview/placeKeeper';

const place = { focus: 3, scrollTop: 120, cellSize: 128 };

describe('place keeper', () => {
  it('sends the last place only, beside what VS Code needs', () => {
    const states: unknown[] = [];
    const sent: unknown[] = [];
    const keeper = createPlaceKeeper({
      api: { setState: (state) => states.push(state) },
      pageState: { datasetRoot: '/data' },
      send: (last) => sent.push(last),
    });
    keeper.remember({ runId: 'a', place: { ...place, focus: 1 } });
    keeper.remember({ runId: 'a', place });
    keeper.flush();
    keeper.flush();
    keeper.remember({ runId: 'a', place });
    keeper.flush();
    assert.deepEqual(sent, [place]);
    assert.deepEqual(states, [{ datasetRoot: '/data', runId: 'a', place }]);
  });

  it('takes a kept place back for the same dataset only', () => {
    const kept = { datasetRoot: '/data', runId: 'a', place };
    assert.deepEqual(persistedPlace(kept, { datasetRoot: '/data' }), { runId: 'a', place });
    assert.equal(persistedPlace(kept, { datasetRoot: '/other' }), null);
    assert.equal(persistedPlace({ datasetRoot: '/data', place: 'garbage' }, { datasetRoot: '/data' }), null);
    assert.equal(persistedPlace(null, {}), null);
  });
});
