import { showUnseen } from '../core/words/showUnseen';

/** Nobody sees it, and nothing breaks a line at it. */
const WORD_JOINER = '\u2060';

/**
 * Text with names in it for VS Code's messages and lists. In messages VS Code makes links of `[text](address)`, which may even
 * run commands, and in lists icons of `$(name)`, and letters of a name may turn the text around it; but names come with the
 * dataset and are to be read, not obeyed.
 */
export const literal = (text: string): string => showUnseen(text).replace(/(?<=[\]$])\(/g, `${WORD_JOINER}(`);
