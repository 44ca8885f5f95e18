import manifest from '../../package.json';
import { REVIEW_COMMANDS, type ReviewAction } from '../../src/core/names';
import type { HostEvent } from '../../src/shared/galleryProtocol';

/** A keybinding as `package.json` and a user's `keybindings.json` have it. */
export interface FakeKeybinding {
  readonly command: string;
  readonly key: string;
  readonly args?: number;
}

/** Those that the extension brings, without the ones of macOS. */
export const defaultKeybindings = (): FakeKeybinding[] =>
  manifest.contributes.keybindings.map(({ command, key, ...rest }) => ({
    command,
    key,
    ...('args' in rest && { args: rest.args }),
  }));

const NAMES: Readonly<Record<string, string>> = { ' ': 'space', '?': '/' };

/** A key as VS Code writes it; letters by the physical key where they are not Latin. */
function strokeOf({ key, code, ctrlKey, altKey, shiftKey }: KeyboardEvent): string {
  const lower = key.toLowerCase();
  const isForeign = key.length === 1 && !/[ -~]/.test(key);
  const name = isForeign ? code.replace(/^Key/, '').toLowerCase() : (NAMES[key] ?? lower);
  const isShifted = shiftKey || key === '?';
  return [ctrlKey && 'ctrl', isShifted && 'shift', altKey && 'alt', name].filter(Boolean).join('+');
}

/** What VS Code and the extension make of a key: the last keybinding for it counts. */
export function actionOf(event: KeyboardEvent, bindings: readonly FakeKeybinding[]): HostEvent | undefined {
  const stroke = strokeOf(event);
  const found = bindings.findLast(({ key }) => key === stroke);
  if (!found?.command.startsWith(`${REVIEW_COMMANDS}.`)) return undefined;
  // Commands of this prefix are named for their action.
  const action = found.command.slice(REVIEW_COMMANDS.length + 1) as ReviewAction;
  return { type: 'action', action, ...(found.args !== undefined && { argument: found.args }) };
}
