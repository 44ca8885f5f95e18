/** One value for each epoch; null where there was no number. */
export type Curve = readonly (number | null)[];

/** The mean over the curves that have a number there. */
export function meanCurve(curves: readonly Curve[]): Curve {
  const epochs = curves.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: epochs }, (_, epoch) => {
    const values = curves.map((curve) => curve[epoch] ?? null).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `value`: the end of an axis. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5].find((step) => step * power >= value) ?? 10;
  return factor * power;
}

/** The curve as SVG paths in a square of 100 × 100; gaps break it, and a lone point is a dot when caps are round. */
export function curvePath(curve: Curve, highest: number): string {
  const x = (epoch: number) => (curve.length === 1 ? 50 : (100 * epoch) / (curve.length - 1));
  let path = '';
  let isDrawing = false;
  for (const [epoch, value] of curve.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    const point = `${round(x(epoch))} ${round(100 - (100 * value) / highest)}`;
    path += isDrawing ? `L${point}` : `M${point}L${point}`;
    isDrawing = true;
  }
  return path;
}

const round = (value: number) => Math.round(value * 100) / 100;
