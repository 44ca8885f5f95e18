/** Makes text stand out in a terminal; without colours, text stays as it is. */
export type Palette = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/** Select Graphic Rendition (ECMA-48): how each begins and how it ends. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Whether to write colours: `FORCE_COLOR` and `NO_COLOR` (no-color.org) say so, else only for who can see them. */
export function isColoured(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = environment;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && (none === undefined || none === '') && term !== 'dumb';
}

export function createPalette(hasColours: boolean): Palette {
  const paint = (name: keyof typeof CODES) => (text: string) =>
    hasColours ? `\x1b[${CODES[name][0]}m${text}\x1b[${CODES[name][1]}m` : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}
