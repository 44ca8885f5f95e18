/** Every number that people read is put into words here, once for each language. */
export interface NumberWords {
  /** A whole number, e.g. `60,000`. */
  readonly count: (value: number) => string;
  /** A share 0–1, e.g. `87%`, in German with a space; never `0%` or `100%` for what is neither. */
  readonly percent: (share01: number) => string;
  /** A number with at most this many digits after the point. */
  readonly decimal: (value: number, digits: number) => string;
  /** A number with this many digits that mean something. */
  readonly significant: (value: number, digits: number) => string;
  /** A size, e.g. `1.5 MB`, in units of 1024. */
  readonly bytes: (bytes: number) => string;
  /** A time, e.g. `4.2 s`, `1 min 35 s` or `2 h 30 min`. */
  readonly duration: (seconds: number) => string;
  /** A moment in local time. */
  readonly dateTime: (date: Date) => string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** Below this share a digit after the point says something. */
const SMALL_SHARE = 0.1;

/** `locale` is a BCP 47 tag, e.g. of VS Code's display language. */
export function createNumberWords(locale: string): NumberWords {
  const decimal = formatByDigits(locale, 'decimal');
  const percent = formatByDigits(locale, 'percent');
  const count = (value: number) => decimal(value, 0);

  return {
    count,
    decimal,
    significant: (value, digits) =>
      new Intl.NumberFormat(locale, {
        minimumSignificantDigits: digits,
        maximumSignificantDigits: digits,
      }).format(value),
    percent: (share01) => {
      const digits = share01 < SMALL_SHARE ? 1 : 0;
      const least = 10 ** -(digits + 2);
      if (share01 > 0 && share01 < least) return `< ${percent(least, digits)}`;
      if (share01 < 1 && share01 > 0.995) return `> ${percent(0.99, 0)}`;
      return percent(share01, digits);
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
    dateTime: (date) => date.toLocaleString(locale),
    duration: (seconds) => {
      if (seconds < 9.95) return `${decimal(seconds, 1)} s`;
      const isShort = Math.round(seconds) < 600;
      const [unit, large, small] = isShort ? ([1, 'min', 's'] as const) : ([60, 'h', 'min'] as const);
      const units = Math.round(seconds / unit);
      const parts = [
        [Math.floor(units / 60), large],
        [units % 60, small],
      ] as const;
      return parts
        .filter(([value]) => value > 0)
        .map(([value, name]) => `${count(value)} ${name}`)
        .join(' ');
    },
  };
}

function formatByDigits(
  locale: string,
  style: 'decimal' | 'percent',
): (value: number, mostFractionDigits: number) => string {
  // Making one takes far longer than using it, and a page of cells has hundreds of shares.
  const formats = new Map<number, Intl.NumberFormat>();
  return (value, mostFractionDigits) => {
    const format =
      formats.get(mostFractionDigits) ??
      new Intl.NumberFormat(locale, { style, maximumFractionDigits: mostFractionDigits });
    formats.set(mostFractionDigits, format);
    return format.format(value);
  };
}

export const ENGLISH_NUMBERS = createNumberWords('en-US');
