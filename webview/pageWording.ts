import * as l10n from '@vscode/l10n';
import { wordMessage, type Message, type Wording } from '../src/core/words/message';
import { createNumberWords } from '../src/core/words/numbers';
import type { Thing } from '../src/core/words/thing';

/** How the page writes numbers: as VS Code's language does, which the page is marked with. */
export const numbers = createNumberWords(
  (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en-US',
);

/** The language of the page. */
export const WORDING: Wording = { translate: (text) => l10n.t(text), numbers };

/** A sentence about what the run is of. */
export const say = (sentence: Message, thing: Thing | undefined): string =>
  wordMessage(sentence, { ...WORDING, thing });
