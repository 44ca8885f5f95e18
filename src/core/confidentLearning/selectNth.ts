/**
 * The value that would be at index `n` if `values` were sorted; reorders `values`. Hoare's quickselect with the median of
 * three as pivot: time in proportion to the length on average, equal values included. No NaN.
 */
export function selectNth(values: Float64Array, n: number): number {
  if (!(n >= 0 && n < values.length)) throw new RangeError(`no index ${n} in ${values.length} values`);
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = medianOfThree(values[first]!, values[(first + last) >>> 1]!, values[last]!);
    let left = first;
    let right = last;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    // Now [first, right] ≤ pivot ≤ [left, last], and what lies between equals it.
    if (n <= right) last = right;
    else if (n >= left) first = left;
    else break;
  }
  return values[n]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
