import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';
import type { Span } from '../spanEdits';

/** JSON text with places of values in it, in bytes. */
export class JsonPlaces {
  readonly text: string;
  private readonly root: Node | undefined;
  /** Of a byte order mark, which is no part of the text. */
  private readonly markBytes: number;

  constructor(bytes: Buffer) {
    const text = bytes.toString('utf8');
    this.markBytes = text.startsWith('\ufeff') ? 3 : 0;
    this.text = text.replace(/^\ufeff/u, '');
    this.root = parseTree(this.text);
  }

  /** Where a value stands, a string with its quotes; undefined where there is none. */
  find(path: JSONPath): Span | undefined {
    const node = this.nodeAt(path);
    return node && this.spanOf(node);
  }

  /** The value as it is written. */
  rawAt(path: JSONPath): string | undefined {
    const node = this.nodeAt(path);
    return node && this.text.slice(node.offset, node.offset + node.length);
  }

  valueAt(path: JSONPath): unknown {
    return this.nodeAt(path)?.value;
  }

  /** The elements of a list. */
  elementsAt(path: JSONPath): readonly Span[] {
    const node = this.nodeAt(path);
    return node?.type === 'array' ? (node.children ?? []).map((child) => this.spanOf(child)) : [];
  }

  private nodeAt(path: JSONPath): Node | undefined {
    return this.root && findNodeAtLocation(this.root, path);
  }

  private spanOf({ offset, length }: Node): Span {
    const start = this.markBytes + Buffer.byteLength(this.text.slice(0, offset));
    return { start, end: start + Buffer.byteLength(this.text.slice(offset, offset + length)) };
  }
}

/** A text as JSON has it, in ASCII where the rest of the file is. */
export function quoteJson(text: string, { isAscii }: { readonly isAscii: boolean }): string {
  const quoted = JSON.stringify(text);
  if (!isAscii) return quoted;
  return quoted.replaceAll(
    /[\u0080-\uffff]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
