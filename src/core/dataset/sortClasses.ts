import { compareCodeUnits } from '../compareCodeUnits';

const NUMBER = /^[+-]?\d+(?:\.\d*)?$/u;

/**
 * Classes in the order in which programs count them: by code unit, numbers by their value. As text, 10 would come before 2, and a
 * model with a column for each of 0 to 10 has them otherwise.
 */
export function sortClasses(names: Iterable<string>): string[] {
  const list = [...names];
  return list.every((name) => NUMBER.test(name))
    ? list.sort((a, b) => Number(a) - Number(b) || compareCodeUnits(a, b))
    : list.sort(compareCodeUnits);
}
