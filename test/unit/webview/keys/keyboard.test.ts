import assert from 'node:assert/strict';
import { keyToAction, keyToLargeAction, type KeyPress } from '../../../../webview/keys/keyboard';

const NOTHING_HELD = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (key: string, held: Partial<KeyPress> = {}) => keyToAction({ key, ...NOTHING_HELD, ...held });
const large = (key: string, held: Partial<KeyPress> = {}) =>
  keyToLargeAction({ key, ...NOTHING_HELD, ...held });

describe('keyboard', () => {
  it('moves, and extends with Shift', () => {
    assert.deepEqual(press('ArrowDown'), { type: 'move', move: 'down', extend: false });
    assert.deepEqual(press('ArrowLeft', { shiftKey: true }), { type: 'move', move: 'left', extend: true });
    assert.deepEqual(press('End', { ctrlKey: true }), { type: 'move', move: 'last', extend: false });
  });

  it('selects and unselects', () => {
    assert.deepEqual(press(' ', { ctrlKey: true }), { type: 'toggleSelected' });
    assert.deepEqual(press('Escape'), { type: 'clearSelection' });
  });

  it('zooms, pans and goes on in the large view', () => {
    assert.deepEqual(large('+'), { type: 'zoom', step: 1 });
    assert.deepEqual(large('0'), { type: 'zoom', step: 0 });
    assert.deepEqual(large('ArrowLeft', { shiftKey: true }), { type: 'pan', x: 1, y: 0 });
    assert.deepEqual(large('ArrowDown'), { type: 'move', move: 'next', extend: false });
    assert.deepEqual(large('Escape'), { type: 'review', action: 'toggleLarge' });
    assert.equal(large('+', { ctrlKey: true }), null);
  });

  it('leaves every key that reviews to the keybindings of VS Code', () => {
    for (const key of ['Enter', ' ', 'k', 'K', 'x', 'u', 'l', 'z', '1', '/', '?', 'Tab', 'F1'])
      for (const held of [{}, { shiftKey: true }, { altKey: true }, { ctrlKey: true, shiftKey: true }])
        if (!(key === ' ' && 'ctrlKey' in held)) assert.equal(press(key, held), null);
  });
});
