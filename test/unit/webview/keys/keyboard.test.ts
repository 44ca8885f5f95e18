import assert from 'node:assert/strict';
import { FIXED_KEYS, bindKeys } from '../../../../src/core/keys';
import {
  isRepeating,
  keyToAction,
  keysOf,
  type KeyPress,
  type KeyTarget,
} from '../../../../webview/keys/keyboard';

const NOTHING = { code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, repeat: false };
const { bindings: USUAL } = bindKeys(undefined, false);
const press = (key: string, held: Partial<KeyPress> = {}, target: KeyTarget = 'grid', bindings = USUAL) =>
  keyToAction({ ...NOTHING, key, ...held }, target, bindings);
const review = (action: string) => ({ type: 'review', action });

describe('keyboard', () => {
  it('reviews by the table of keys', () => {
    assert.deepEqual(press('Enter'), review('accept'));
    assert.deepEqual(press('Enter', { shiftKey: true }), review('acceptPair'));
    assert.deepEqual(press('k'), review('keep'));
    assert.deepEqual(press('z', { ctrlKey: true }), review('undo'));
    assert.deepEqual(press('Z', { ctrlKey: true, shiftKey: true }), review('redo'));
    assert.deepEqual(press('3'), { type: 'review', action: 'pickTop', argument: 3 });
    for (const key of ['p', 'Tab', 'F1']) assert.equal(press(key), null);
    assert.equal(press('k', { altKey: true }), null);
  });

  it('follows the user’s keys', () => {
    const { bindings } = bindKeys({ keep: 'alt+q', next: 'j', pickTop: ['a', 'd'] }, false);
    assert.deepEqual(press('œ', { code: 'KeyQ', altKey: true }, 'grid', bindings), review('keep'));
    assert.equal(press('k', {}, 'grid', bindings), null);
    assert.deepEqual(press('d', {}, 'grid', bindings), { type: 'review', action: 'pickTop', argument: 2 });
  });

  it('means the letter, whatever Caps Lock and the keyboard layout are', () => {
    assert.deepEqual(press('K', { code: 'KeyK' }), review('keep'));
    assert.deepEqual(press('л', { code: 'KeyK' }), review('keep'), 'Russian');
    assert.deepEqual(press('z', { code: 'KeyY' }), review('undo'), 'German');
    assert.equal(press(';', { code: 'KeyZ' }), null, 'Dvorak');
    assert.equal(press(',', { code: 'KeyM' }), null, 'French');
    assert.deepEqual(press('é', { code: 'Digit2' }), { ...review('pickTop'), argument: 2 }, 'French');
    assert.deepEqual(press('2', { code: 'Digit2', shiftKey: true }), { ...review('pickTop'), argument: 2 });
    assert.equal(press('"', { code: 'Digit2', shiftKey: true }), null, 'German');
    assert.deepEqual(press('/', { code: 'Digit7', shiftKey: true }), review('enterFilter'), 'German');
    assert.deepEqual(press('?', { code: 'Minus', shiftKey: true }), review('showKeys'), 'German');
  });

  it('moves, and extends with Shift', () => {
    assert.deepEqual(press('ArrowDown'), { type: 'move', move: 'down', extend: false });
    assert.deepEqual(press('ArrowLeft', { shiftKey: true }), { type: 'move', move: 'left', extend: true });
    assert.deepEqual(press('End', { ctrlKey: true }), { type: 'move', move: 'last', extend: false });
    const held = { metaKey: true, shiftKey: true };
    assert.deepEqual(press('Home', held), { type: 'move', move: 'first', extend: true });
  });

  it('selects and unselects', () => {
    assert.deepEqual(press(' ', { ctrlKey: true }), { type: 'toggleSelected' });
    assert.deepEqual(press('Escape'), { type: 'clearSelection' });
  });

  it('zooms, pans and goes on in the large view', () => {
    const large = (key: string, held: Partial<KeyPress> = {}) => press(key, held, 'large');
    assert.deepEqual(large('+', { shiftKey: true }), { type: 'zoom', step: 1 });
    assert.deepEqual(large('0'), { type: 'zoom', step: 0 });
    assert.deepEqual(large('ArrowLeft', { shiftKey: true }), { type: 'pan', x: 1, y: 0 });
    assert.deepEqual(large('ArrowDown'), { type: 'move', move: 'next', extend: false });
    assert.deepEqual(large('Escape'), review('toggleLarge'));
    assert.deepEqual(large('k'), review('keep'));
    assert.equal(large('+', { ctrlKey: true }), null);
  });

  it('does on other controls only what is not about suspects', () => {
    assert.deepEqual(press('z', {}, 'controls'), review('undo'));
    assert.deepEqual(press('?', {}, 'controls'), review('showKeys'));
    for (const key of ['k', 'Enter', '2', 'ArrowLeft', 'Escape', ' '])
      assert.equal(press(key, {}, 'controls'), null);
  });

  it('repeats what moves and what is taken back, never a decision', () => {
    for (const key of ['z', 'ArrowLeft']) assert.ok(isRepeating(press(key)!));
    for (const key of ['k', 'Enter', '1', ' ', 'i']) assert.ok(!isRepeating(press(key)!));
  });

  it('has every key that the table calls fixed, and only those', () => {
    const codes: Readonly<Record<string, string>> = {
      left: 'ArrowLeft',
      right: 'ArrowRight',
      up: 'ArrowUp',
      down: 'ArrowDown',
      space: ' ',
    };
    const names = ['home', 'end', 'pageup', 'pagedown', 'escape', '+', '=', '-', '0', ...Object.keys(codes)];
    const { bindings } = bindKeys(
      Object.fromEntries(Object.keys(USUAL).map((action) => [action, []])),
      false,
    );
    const found = new Set<string>();
    for (const name of names)
      for (let held = 0; held < 8; held++) {
        const [ctrlKey, shiftKey, metaKey] = [(held & 1) > 0, (held & 2) > 0, (held & 4) > 0];
        const key = {
          ...NOTHING,
          key: codes[name] ?? name,
          ctrlKey,
          shiftKey,
          metaKey,
        };
        const does = keyToAction(key, 'grid', bindings) ?? keyToAction(key, 'large', bindings);
        if (does && !(ctrlKey && metaKey)) found.add(keysOf(key)[0]!);
      }
    for (const key of FIXED_KEYS) if (!key.endsWith('tab')) assert.ok(found.has(key), key);
    for (const key of found) assert.ok(FIXED_KEYS.has(key), key);
  });
});
