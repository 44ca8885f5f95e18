/** What samples were taken for where a format leaves it open, as the sentence to say of it. */
export type ImageForm =
  | 'form-8-bit'
  | 'form-12-bit'
  | 'form-hounsfield'
  | 'form-signed'
  | 'form-float'
  | 'form-bands'
  | 'form-pages'
  | 'form-transparent';

/** Which samples become black and white, and what to say of it; none where it goes without saying. */
export interface Levels {
  readonly black: number;
  readonly white: number;
  readonly form?: ImageForm;
}

const EIGHT_BITS = 255;
const TWELVE_BITS = 4095;
const SIXTEEN_BITS = 65_535;
/** Rounding in files of floating-point numbers. */
const SLACK = 1e-3;
/** Between 1 and this, numbers are neither shares of white nor levels of 8 bits. */
const LEAST_LEVEL = 32;
/** Hounsfield units of computed tomography: from air to dense bone, in 12 bits. */
const HOUNSFIELD = { black: -1024, white: 3071 };
const [LEAST_HOUNSFIELD, MOST_HOUNSFIELD] = [-2048, 4095];
const SHORT = { black: -32_768, white: 32_767 };

/**
 * How samples of more than 8 bits are meant, by their type and by the least and the largest of them. Formats say the
 * number of bits that there is room for, not how many are used: instruments of 12 bits write 16. Undefined where nothing tells.
 */
export function levelsOf(type: string, least: number, most: number): Levels | undefined {
  if (!(least <= most)) return undefined;
  switch (type) {
    case 'ushort':
      return countedLevels(most) ?? { black: 0, white: SIXTEEN_BITS };
    case 'short':
      if (least >= 0) return countedLevels(most) ?? { black: 0, white: SHORT.white };
      return least >= LEAST_HOUNSFIELD && most <= MOST_HOUNSFIELD
        ? { ...HOUNSFIELD, form: 'form-hounsfield' }
        : { ...SHORT, form: 'form-signed' };
    case 'int':
    case 'uint':
      if (least < 0 || most > SIXTEEN_BITS) return undefined;
      return countedLevels(most) ?? { black: 0, white: SIXTEEN_BITS };
    case 'float':
      if (!(least >= -SLACK) || most > SIXTEEN_BITS) return undefined;
      if (most <= 1 + SLACK) return { black: 0, white: 1, form: 'form-float' };
      if (most < LEAST_LEVEL) return undefined;
      return countedLevels(most) ?? { black: 0, white: SIXTEEN_BITS, form: 'form-float' };
    default:
      return undefined;
  }
}

function countedLevels(most: number): Levels | undefined {
  if (most <= EIGHT_BITS) return { black: 0, white: EIGHT_BITS, form: 'form-8-bit' };
  return most <= TWELVE_BITS ? { black: 0, white: TWELVE_BITS, form: 'form-12-bit' } : undefined;
}
