/**
 * Rows, means and (biased) variances of a matrix that lies in parts, by column, from those of each part; all as one array:
 * rows, then the means, then the variances. Chan, Golub and LeVeque 1979, the formula for joining two samples.
 */
export function joinMoments(parts: readonly Float64Array[]): Float64Array {
  const columns = (parts[0]!.length - 1) / 2;
  const joined = Float64Array.from(parts[0]!);
  for (const part of parts.slice(1)) {
    const all = joined[0]! + part[0]!;
    const share = part[0]! / all;
    for (let column = 1; column <= columns; column++) {
      const distance = part[column]! - joined[column]!;
      joined[column]! += distance * share;
      const within = joined[columns + column]! * (1 - share) + part[columns + column]! * share;
      joined[columns + column] = within + distance ** 2 * share * (1 - share);
    }
    joined[0] = all;
  }
  return joined;
}
