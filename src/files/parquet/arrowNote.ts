/** The note in which Arrow keeps its own schema in a Parquet file, and in that the notes of programs once more. */
export const ARROW_NOTE = 'ARROW:schema';

/** Stands in front of the length of a message. */
const CONTINUATION = 0xffff_ffff;
const HEAD_BYTES = 8;
/** Fields of the tables in a message, by their numbers. */
const [MESSAGE_HEADER, SCHEMA_NOTES, NOTE_KEY, NOTE_VALUE] = [2, 2, 0, 1];

/**
 * Arrow's schema with another text for a note: the new text is put behind all else, and the place of the note leads there. As it is where
 * it has no such note.
 * @see https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format
 * @see https://flatbuffers.dev/internals/
 * @throws RangeError for what is no schema.
 */
export function replaceInArrowNote(schema: string, key: string, now: string): string {
  const bytes = Buffer.from(schema, 'base64');
  if (bytes.readUInt32LE(0) !== CONTINUATION) throw new RangeError('no schema of Arrow');
  const length = bytes.readUInt32LE(4);
  const message = bytes.subarray(HEAD_BYTES, HEAD_BYTES + length);
  const place = valuePlace(message, key);
  if (place === undefined) return schema;
  const written = Buffer.from(now);
  // A text is its length, its bytes, and a zero; all is a multiple of eight.
  const added = Buffer.alloc(Math.ceil((4 + written.length + 1) / 8) * 8);
  added.writeUInt32LE(written.length);
  added.set(written, 4);
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
  head.writeUInt32LE(length + added.length, 4);
  const changed = Buffer.from(message);
  changed.writeUInt32LE(message.length - place, place);
  return Buffer.concat([head, changed, added, bytes.subarray(HEAD_BYTES + length)]).toString('base64');
}

/** Where it is said where the text of a note begins. */
function valuePlace(message: Buffer, key: string): number | undefined {
  const root = message.readUInt32LE(0);
  const schema = fieldOf(message, root, MESSAGE_HEADER);
  const notes = schema === undefined ? undefined : fieldOf(message, target(message, schema), SCHEMA_NOTES);
  if (notes === undefined) return undefined;
  const list = target(message, notes);
  for (let i = 0; i < message.readUInt32LE(list); i++) {
    const note = target(message, list + 4 + 4 * i);
    const name = fieldOf(message, note, NOTE_KEY);
    if (name !== undefined && textAt(message, target(message, name)) === key)
      return fieldOf(message, note, NOTE_VALUE);
  }
  return undefined;
}

/** Where a field of a table is; undefined for one that it does not have. */
function fieldOf(message: Buffer, table: number, number: number): number | undefined {
  const layout = table - message.readInt32LE(table);
  const slot = 4 + 2 * number;
  const offset = slot < message.readUInt16LE(layout) ? message.readUInt16LE(layout + slot) : 0;
  return offset === 0 ? undefined : table + offset;
}

const target = (message: Buffer, place: number): number => place + message.readUInt32LE(place);

function textAt(message: Buffer, place: number): string {
  const start = place + 4;
  return message.toString('utf8', start, start + message.readUInt32LE(place));
}
