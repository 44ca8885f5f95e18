import { env, l10n } from 'vscode';
import type { Wording } from '../core/words/message';
import { createNumberWords } from '../core/words/numbers';

/** The language of VS Code. */
export const WORDING: Wording = {
  translate: (text) => l10n.t(text),
  numbers: createNumberWords(env.language),
};
