/** What moves a terminal's cursor, or turns the direction of text. */
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/gu;

/** A name with the code of each letter that nobody sees, but that changes how others are shown: what is read is what is there. */
export const showUnseen = (name: string): string =>
  name.replaceAll(CONTROL, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
