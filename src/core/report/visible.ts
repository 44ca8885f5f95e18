import { showUnseen } from '../words/showUnseen';

/** What would begin a new line or column, or change the order of letters without being seen. */
const UNSEEN = /[\t\n\r\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\ufeff]/gu;

/** A text in one line, with the code of each letter that nobody sees. */
export const visible = (text: string): string =>
  showUnseen(text).replaceAll(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
