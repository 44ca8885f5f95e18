import { message, type Message } from './message';

/** How many images a sentence names before the rest are only counted. */
const NAMED = 10;

/** At least one part of a sentence, with commas between them; those beyond the first are only counted. */
export function listMessages(parts: readonly Message[]): Message {
  const all = parts.slice(0, NAMED).reduce((first, next) => message('listed-with', { first, next }));
  return parts.length > NAMED ? message('listed-and-more', { listed: all, more: parts.length - NAMED }) : all;
}
