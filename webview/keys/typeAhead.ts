import type { KeyPress } from './keyboard';

/** The event of a key, once more. */
export const repeated = ({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): KeyboardEvent =>
  new KeyboardEvent('keydown', {
    ...{ key, code, ctrlKey, metaKey, shiftKey, altKey },
    bubbles: true,
    cancelable: true,
  });

/** What the browser does to a text field when the key is pressed there. */
export function typeInto(field: HTMLInputElement, { key, ctrlKey, metaKey, altKey }: KeyPress): void {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  if (altKey) return;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'a') field.select();
    return;
  }
  if (key.length === 1) field.setRangeText(key, start, end, 'end');
  else if (key === 'Backspace') field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end);
  else if (key === 'Delete') field.setRangeText('', start, start === end ? end + 1 : end);
  else {
    const caret = { ArrowLeft: Math.max(0, start - 1), ArrowRight: end + 1 }[key];
    if (caret !== undefined) field.setSelectionRange(caret, caret);
    return;
  }
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
