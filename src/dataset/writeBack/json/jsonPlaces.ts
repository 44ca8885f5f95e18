import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { removalsFromList, type Span } from '../spanEdits';

/** Keys and numbers of items, from the outermost. */
type Place = readonly (string | number)[];

/** JSON text with places of values in it, in bytes. */
export class JsonPlaces {
  readonly text: string;
  private readonly bytes: Buffer;
  private readonly root: Node | undefined;
  /** Of a byte order mark, which is no part of the text. */
  private readonly markBytes: number;
  /** A place in the text, and what it is in bytes, from which the next one is counted. */
  private known = { offset: 0, bytes: 0 };

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const text = bytes.toString('utf8');
    this.markBytes = text.startsWith('\ufeff') ? 3 : 0;
    this.text = text.replace(/^\ufeff/u, '');
    this.root = parseTree(this.text);
    this.known = { offset: 0, bytes: this.markBytes };
  }

  /** Whether all letters are written in ASCII. */
  get isAscii(): boolean {
    return /^[\0-\x7f]*$/u.test(this.text);
  }

  /** Where a value stands, a string with its quotes; undefined where there is none. */
  find(path: Place): Span | undefined {
    const node = this.nodeAt(path);
    return node && this.spanOf(node);
  }

  /** The value as it is written. */
  rawAt(path: Place): string | undefined {
    const node = this.nodeAt(path);
    return node && this.text.slice(node.offset, node.offset + node.length);
  }

  valueAt(path: Place): unknown {
    return this.nodeAt(path)?.value;
  }

  /** The elements of a list. */
  elementsAt(path: Place): readonly Span[] {
    const node = this.nodeAt(path);
    return node?.type === 'array' ? (node.children ?? []).map((child) => this.spanOf(child)) : [];
  }

  /** What stands between two values that follow each other. */
  between(before: Span, after: Span): string {
    return this.bytes.toString('utf8', before.end, after.start);
  }

  /** The parts to take out so that some items of lists, and properties of objects, go with their commas. */
  removalsOf(places: readonly Place[]): readonly Span[] {
    const removed = new Map<Node, Set<Node>>();
    for (const place of places) {
      const value = this.nodeAt(place);
      // A property is its key and its value.
      const item = value?.parent?.type === 'property' ? value.parent : value;
      if (item?.parent === undefined) continue;
      const others = removed.get(item.parent) ?? new Set();
      removed.set(item.parent, others.add(item));
    }
    return [...removed].flatMap(([{ children = [] }, items]) =>
      removalsFromList(
        children.map((child) => this.spanOf(child)),
        (index) => items.has(children[index]!),
      ),
    );
  }

  private nodeAt(path: Place): Node | undefined {
    return this.root && findNodeAtLocation(this.root, [...path]);
  }

  private spanOf({ offset, length }: Node): Span {
    const start = this.inBytes(offset);
    return { start, end: this.inBytes(offset + length) };
  }

  private inBytes(offset: number): number {
    const { known, text } = this;
    const bytes =
      offset < known.offset
        ? known.bytes - Buffer.byteLength(text.slice(offset, known.offset))
        : known.bytes + Buffer.byteLength(text.slice(known.offset, offset));
    this.known = { offset, bytes };
    return bytes;
  }
}

/** A text as JSON has it, in ASCII where the rest of the file is. */
export function quoteJson(text: string, { isAscii }: { readonly isAscii: boolean }): string {
  const quoted = JSON.stringify(text);
  return isAscii ? quoted.replaceAll(/[^\0-\x7f]/gu, escaped) : quoted;
}

/** As two of them for a letter that takes two units. */
const escaped = (letter: string): string =>
  Array.from(
    { length: letter.length },
    (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
