/** Every number that people read is put into words here, once for each language. */
export interface NumberWords {
  /** A whole number, e.g. `60,000`. */
  readonly count: (value: number) => string;
  /** A share 0–1, e.g. `87 %`; never `0 %` or `100 %` for what is neither. */
  readonly percent: (share01: number) => string;
  /** A number with at most this many digits after the point. */
  readonly decimal: (value: number, digits: number) => string;
  /** A size, e.g. `1.5 MB`, in units of 1024. */
  readonly bytes: (bytes: number) => string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** Below this share a digit after the point says something. */
const SMALL_SHARE = 0.1;

/** `locale` is a BCP 47 tag, e.g. of VS Code's display language. */
export function createNumberWords(locale: string): NumberWords {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

  return {
    count: (value) => whole.format(value),
    decimal,
    percent: (share01) => {
      const percent = share01 * 100;
      const digits = share01 < SMALL_SHARE ? 1 : 0;
      const least = 10 ** -digits;
      if (share01 > 0 && percent < least) return `< ${decimal(least, digits)} %`;
      if (share01 < 1 && percent > 99.5) return '> 99 %';
      return `${decimal(percent, digits)} %`;
    },
    bytes: (bytes) => {
      const power = bytes < 1024 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: BYTE_UNITS[power]!,
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(bytes / 1024 ** power);
    },
  };
}

export const ENGLISH_NUMBERS = createNumberWords('en-US');
