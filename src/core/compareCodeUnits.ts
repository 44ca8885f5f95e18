/** Orders text by UTF-16 code unit, the same on every machine; negative when `a` comes first. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
