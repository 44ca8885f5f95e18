import assert from 'node:assert/strict';
import { keyToAction, keyToLargeAction, type KeyPress } from '../../../webview/keyboard';

const press = (key: string, held: Partial<KeyPress> = {}) =>
  keyToAction({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('keyboard', () => {
  it('decides with single keys', () => {
    const cases = {
      Enter: 'accept',
      k: 'keep',
      K: 'keep',
      x: 'exclude',
      u: 'unsure',
      l: 'pickLabel',
      z: 'undo',
    };
    for (const [key, action] of Object.entries(cases))
      assert.deepEqual(press(key), { type: 'review', action });
  });

  it('undoes and redoes with every usual combination', () => {
    const undo = { type: 'review', action: 'undo' };
    const redo = { type: 'review', action: 'redo' };
    assert.deepEqual(press('z', { ctrlKey: true }), undo);
    assert.deepEqual(press('z', { metaKey: true }), undo);
    assert.deepEqual(press('Z', { shiftKey: true }), redo);
    assert.deepEqual(press('Z', { shiftKey: true, metaKey: true }), redo);
    assert.deepEqual(press('y', { ctrlKey: true }), redo);
  });

  it('moves, and extends with Shift', () => {
    assert.deepEqual(press('ArrowDown'), { type: 'move', move: 'down', extend: false });
    assert.deepEqual(press('ArrowLeft', { shiftKey: true }), { type: 'move', move: 'left', extend: true });
    assert.deepEqual(press('End', { ctrlKey: true }), { type: 'move', move: 'last', extend: false });
  });

  it('goes by the physical key where letters are not Latin', () => {
    assert.deepEqual(press('л', { code: 'KeyK' }), { type: 'review', action: 'keep' });
    assert.deepEqual(press('я', { code: 'KeyZ', ctrlKey: true }), { type: 'review', action: 'undo' });
  });

  it('goes by the letter, not by the place of the key, where letters are Latin', () => {
    assert.deepEqual(press('y', { code: 'KeyZ', ctrlKey: true }), { type: 'review', action: 'redo' });
  });

  it('relabels with digits, sweeps with Shift+Enter, and opens the views', () => {
    assert.deepEqual(press('3'), { type: 'review', action: 'pickTop', argument: 3 });
    assert.equal(press('0'), null);
    assert.deepEqual(press('Enter', { shiftKey: true }), { type: 'review', action: 'acceptPair' });
    assert.deepEqual(press(' '), { type: 'review', action: 'toggleLarge' });
    assert.deepEqual(press(' ', { ctrlKey: true }), { type: 'toggleSelected' });
    assert.deepEqual(press('i'), { type: 'review', action: 'togglePanel' });
    assert.deepEqual(press('/'), { type: 'review', action: 'enterFilter' });
  });

  it('zooms, pans and goes on in the large view, where the other keys stay', () => {
    const large = (key: string, held: Partial<KeyPress> = {}) =>
      keyToLargeAction({
        key,
        code: '',
        ctrlKey: false,
        metaKey: false,
        shiftKey: false,
        altKey: false,
        ...held,
      });
    assert.deepEqual(large('+'), { type: 'zoom', step: 1 });
    assert.deepEqual(large('0'), { type: 'zoom', step: 0 });
    assert.deepEqual(large('ArrowLeft', { shiftKey: true }), { type: 'pan', x: 1, y: 0 });
    assert.deepEqual(large('ArrowDown'), { type: 'move', move: 'next', extend: false });
    assert.deepEqual(large('Escape'), { type: 'review', action: 'toggleLarge' });
    assert.deepEqual(large('k'), { type: 'review', action: 'keep' });
    assert.equal(large('+', { ctrlKey: true }), null);
  });

  it('leaves everything else to the browser and VS Code', () => {
    assert.equal(press('k', { ctrlKey: true }), null);
    assert.equal(press('k', { altKey: true }), null);
    assert.equal(press('X', { shiftKey: true }), null);
    assert.equal(press('Tab'), null);
    assert.equal(press('F1'), null);
    assert.equal(press('p', { ctrlKey: true, shiftKey: true }), null);
  });
});
