/** An object in a list of a JSON file. */
export interface JsonElement {
  /** The key of the list in the object that the file is. */
  readonly list: string;
  /** Its place in that list, from 1. */
  readonly number: number;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  readonly bytes: Buffer;
}

const [QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [34, 92, 123, 125, 91, 93];
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** Of the text of a key; a longer one is none that anybody asks for. */
const LONGEST_KEY_BYTES = 256;
/** The object of the file, a list in it, an element of that. */
const [IN_FILE, IN_LIST, IN_ELEMENT] = [1, 2, 3];

/**
 * Cuts the objects out of the lists of a JSON file of the form `{"list": [{…}, …], …}`, piece by piece: such files are larger
 * than what can be parsed at a time. What is in the elements is not looked at.
 */
export class JsonElementCutter {
  /** False as soon as the file is seen not to hold an object. */
  isObject = true;
  /** Whether there is more than blanks behind the object. */
  hasMore = false;
  /** The keys of the object so far. */
  readonly keys: string[] = [];
  private readonly isWanted: (key: string) => boolean;
  /** Of what has not been taken yet, in the file. */
  private offset = 0;
  private rest: Buffer = Buffer.alloc(0);
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** In `rest`; of an element or a key, −1 outside of both. */
  private start = -1;
  private list: string | undefined;
  private count = 0;

  constructor(isWanted: (key: string) => boolean) {
    this.isWanted = isWanted;
  }

  /** Whether the object has been closed. */
  get isWhole(): boolean {
    return this.isObject && this.depth === 0 && this.keys.length > 0;
  }

  /** Bytes that are held for an element that is not complete. */
  get heldBytes(): number {
    return this.rest.length;
  }

  /** The elements that end in the next bytes of the file. */
  cut(chunk: Buffer): readonly JsonElement[] {
    const found: JsonElement[] = [];
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (let at = this.rest.length; at < bytes.length && this.isObject; at++) {
      if (this.isInString) at = this.skipString(bytes, at);
      else this.step(bytes, at, found);
    }
    if (this.depth === IN_FILE && bytes.length - this.start > LONGEST_KEY_BYTES) this.start = -1;
    const kept = this.start < 0 ? bytes.length : this.start;
    this.rest = bytes.subarray(kept);
    this.offset += kept;
    if (this.start >= 0) this.start = 0;
    return found;
  }

  /** Goes on in a string; the place of its last byte that is there. */
  private skipString(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) {
        this.isInString = false;
        if (this.depth === IN_FILE) this.endText(bytes, at);
        return at;
      }
    }
    return bytes.length;
  }

  /** In the object itself a text is a key, or a value that stands in its place until the next one. */
  private endText(bytes: Buffer, end: number): void {
    const isKept = this.start >= 0 && end - this.start <= LONGEST_KEY_BYTES;
    this.keys.push(isKept ? bytes.toString('utf8', this.start + 1, end) : '');
    this.start = -1;
  }

  private step(bytes: Buffer, at: number, found: JsonElement[]): void {
    const byte = bytes[at]!;
    if (this.isWhole && !BLANKS.has(byte)) this.hasMore = true;
    if (byte === QUOTE) {
      this.isInString = true;
      if (this.depth === IN_FILE) this.start = at;
      // Not an object, or text behind the object.
      if (this.depth === 0) this.isObject = this.isWhole;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.open(byte, at);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.close(bytes, at, found);
  }

  private open(byte: number, at: number): void {
    if (this.depth === 0 && byte === OPEN_LIST) this.isObject = this.isWhole;
    if (this.depth === IN_FILE && byte === OPEN_LIST) {
      const key = this.keys.at(-1);
      this.list = key !== undefined && this.isWanted(key) ? key : undefined;
      this.count = 0;
    }
    if (this.depth === IN_LIST && this.list !== undefined) {
      this.count++;
      this.start = byte === OPEN_OBJECT ? at : -1;
    }
    this.depth++;
  }

  private close(bytes: Buffer, at: number, found: JsonElement[]): void {
    if (this.depth === IN_ELEMENT && this.start >= 0 && this.list !== undefined) {
      const { list, count: number, start } = this;
      found.push({ list, number, offset: this.offset + start, bytes: bytes.subarray(start, at + 1) });
      this.start = -1;
    }
    if (this.depth === IN_LIST) this.list = undefined;
    this.depth = Math.max(0, this.depth - 1);
  }
}
