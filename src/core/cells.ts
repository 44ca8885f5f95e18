/** A number as text in a CSV: up to 6 significant digits, no more than needed. */
export function numberToCell(value: number): string {
  return Number(value.toPrecision(6)).toString();
}

export function booleanToCell(value: boolean): 'true' | 'false' {
  return value ? 'true' : 'false';
}
