/** Orders strings by UTF-16 code unit, the same on every system and in every locale. */
export function codeUnitOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
