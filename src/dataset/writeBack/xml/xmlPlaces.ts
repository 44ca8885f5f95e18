import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import type { Span, SpanEdit } from '../spanEdits';

/** An element of a file, by places in its text. */
export interface XmlElement {
  /** Names of the elements around it and its own, with `/` between. */
  readonly path: string;
  /** Of the whole element, and of what is between its tags. */
  readonly start: number;
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
}

/** XML in UTF-8 that was read before, with places in it. */
export class XmlPlaces {
  readonly text: string;
  private readonly markBytes: number;

  /** Undefined for another encoding. */
  static open(bytes: Buffer): XmlPlaces | undefined {
    const head = bytes.toString('latin1', 0, 200);
    const named = /<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/u.exec(head)?.[1] ?? 'utf-8';
    return isUtf8(bytes) && /^(?:utf-?8|us-ascii)$/iu.test(named) ? new XmlPlaces(bytes) : undefined;
  }

  private constructor(bytes: Buffer) {
    const text = bytes.toString('utf8');
    this.markBytes = text.startsWith('\ufeff') ? 3 : 0;
    this.text = this.markBytes > 0 ? text.slice(1) : text;
  }

  /** All elements, as they end. */
  elements(): readonly XmlElement[] {
    const found: XmlElement[] = [];
    const open: { readonly name: string; readonly start: number; readonly innerStart: number }[] = [];
    const parser = new SaxesParser({ xmlns: false });
    const tagStart = () => this.text.lastIndexOf('<', parser.position - 1);
    parser.on('opentag', ({ name }) => {
      open.push({ name, start: tagStart(), innerStart: parser.position });
    });
    parser.on('closetag', () => {
      const path = open.map(({ name }) => name).join('/');
      const { start, innerStart } = open.pop()!; // it was opened
      const innerEnd = Math.max(innerStart, tagStart());
      found.push({ path, start, end: parser.position, innerStart, innerEnd });
    });
    parser.write(this.text).close();
    return found;
  }

  /** The text of an element, without blanks around it, gets another one. */
  replaceText({ innerStart, innerEnd }: XmlElement, now: string): SpanEdit {
    const inner = this.text.slice(innerStart, innerEnd);
    const start = innerStart + inner.length - inner.trimStart().length;
    const end = start + inner.trim().length;
    return { ...this.inBytes({ start, end }), now: Buffer.from(escapeXml(now)) };
  }

  /** The value of an attribute gets another one; undefined where the element has none of that name. */
  replaceAttribute({ start, innerStart }: XmlElement, name: string, now: string): SpanEdit | undefined {
    const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'u').exec(
      this.text.slice(start, innerStart),
    );
    if (found === null) return undefined;
    const end = start + found.index + found[0].length - 1;
    const value = found[1] ?? found[2] ?? '';
    return { ...this.inBytes({ start: end - value.length, end }), now: Buffer.from(escapeXml(now)) };
  }

  /** The element goes, with the blanks before it. */
  remove({ start, end }: XmlElement): SpanEdit {
    const before = this.text.slice(0, start).trimEnd().length;
    return { ...this.inBytes({ start: before, end }), now: Buffer.alloc(0) };
  }

  private inBytes({ start, end }: Span): Span {
    const first = this.markBytes + Buffer.byteLength(this.text.slice(0, start));
    return { start: first, end: first + Buffer.byteLength(this.text.slice(start, end)) };
  }
}

const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
