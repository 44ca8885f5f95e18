import { parseTree } from 'jsonc-parser';

/**
 * An object written like another one, with the same blanks, of whose properties only those in `values` are taken, in the order
 * of the other; what stands for each is JSON.
 */
export function likeElement(model: string, values: ReadonlyMap<string, string>): string {
  const properties = parseTree(model)?.children ?? [];
  const [first, second] = properties;
  const last = properties.at(-1);
  const [key, value] = first?.children ?? [];
  if (first === undefined || last === undefined || key === undefined || value === undefined)
    return `{${Array.from(values, ([name, json]) => `${JSON.stringify(name)}: ${json}`).join(', ')}}`;
  const before = model.slice(0, first.offset);
  const colon = model.slice(key.offset + key.length, value.offset);
  const comma = second === undefined ? ', ' : model.slice(first.offset + first.length, second.offset);
  const after = model.slice(last.offset + last.length);
  const names = properties.map((property): unknown => property.children?.[0]?.value);
  const ordered = [...values].sort(([a], [b]) => placeIn(names, a) - placeIn(names, b));
  const written = ordered.map(([name, json]) => `${JSON.stringify(name)}${colon}${json}`);
  return `${before}${written.join(comma)}${after}`;
}

function placeIn(names: readonly unknown[], name: string): number {
  const place = names.indexOf(name);
  return place < 0 ? names.length : place;
}
