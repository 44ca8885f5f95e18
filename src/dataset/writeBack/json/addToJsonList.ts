import type { SpanEdit } from '../spanEdits';
import { quoteJson, type JsonPlaces } from './jsonPlaces';

/** Texts behind the last item of a list, written like that; undefined where there is no such list, or nothing in it. */
export function addToJsonList(
  json: JsonPlaces,
  place: readonly (string | number)[],
  texts: readonly string[],
): SpanEdit | undefined {
  const items = json.elementsAt(place);
  const [before, last] = [items.at(-2), items.at(-1)];
  if (last === undefined) return undefined;
  const glue = before === undefined ? ', ' : json.between(before, last);
  const { isAscii } = json;
  const added = texts.map((text) => `${glue}${quoteJson(text, { isAscii })}`);
  return { start: last.end, end: last.end, now: Buffer.from(added.join('')) };
}
