import assert from 'node:assert/strict';
import { createCrossedMoves } from '../../../../src/host/scan/crossedMoves';

const ITEMS = { count: 6, first: 'fast' };

/** What is said to be where the user was, of all that VS Code tells after a second setting of the items. */
function crossed(chosen: string, told: readonly string[], before = ITEMS.count): readonly string[] {
  const moves = createCrossedMoves<string>();
  moves.replaced({ ...ITEMS, count: before, chosen });
  assert.equal(moves.told(chosen), undefined);
  moves.replaced({ ...ITEMS, chosen });
  return told.map((active) => moves.told(active)).filter((active) => active !== undefined);
}

// As VS Code 1.100 and 1.139 tell it, with the page held up so that keys and new items come at once.
describe('moves that cross new items', () => {
  it('are none where only the items change', () => {
    assert.deepEqual(crossed('balanced', ['fast', 'balanced']), []);
    assert.deepEqual(crossed('fast', ['fast']), []);
  });

  it('are told before the items go to the first and to the chosen one', () => {
    assert.deepEqual(crossed('balanced', ['fast', 'fast', 'balanced']), ['fast']);
    assert.deepEqual(crossed('balanced', ['thorough', 'fast', 'balanced']), ['thorough']);
    assert.deepEqual(crossed('balanced', ['fast', 'backend', 'fast', 'balanced']), ['backend']);
    assert.deepEqual(crossed('fast', ['balanced', 'thorough', 'fast']), ['thorough']);
  });

  it('are none once the chosen one is active: then the user moves in the new items', () => {
    assert.deepEqual(crossed('balanced', ['fast', 'balanced', 'fast', 'balanced', 'thorough']), []);
    assert.deepEqual(crossed('fast', ['fast', 'balanced', 'fast']), []);
  });

  it('are not looked for where there are other items than before', () => {
    assert.deepEqual(crossed('balanced', ['thorough', 'fast', 'balanced'], 8), []);
  });

  it('are not looked for once something is typed', () => {
    const moves = createCrossedMoves<string>();
    moves.replaced({ ...ITEMS, chosen: 'balanced' });
    moves.replaced({ ...ITEMS, chosen: 'balanced' });
    moves.typed();
    assert.deepEqual([moves.told('thorough'), moves.told('balanced')], [undefined, undefined]);
  });
});
