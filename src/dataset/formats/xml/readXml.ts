import { SaxesParser } from 'saxes';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import { openInput } from '../../../files/openInput';

/** What is done with the parts of an XML file, as they come. */
export interface XmlHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** Of an element, in one or more pieces. */
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

export interface XmlFile {
  /** Absolute. */
  readonly file: string;
  /** Absent: all of it; what follows is neither read nor checked. */
  readonly firstBytes?: number;
  readonly signal: AbortSignal;
}

const CHUNK_BYTES = 1 << 16;
/** Outlines of one object take some kilobytes. */
const MOST_IN_ONE_PIECE = 1 << 24;
/** Elements within elements: annotations have some five. */
const MOST_DEPTH = 100;
/** Looked at for the name of the encoding. */
const DECLARATION_BYTES = 200;

/**
 * Reads an XML file part by part, whatever its size. Entities are not expanded and nothing that it refers to is read.
 * @throws AppError `labels-unreadable`.
 */
export async function readXml(
  { file, firstBytes = Infinity, signal }: XmlFile,
  handler: XmlHandler,
): Promise<void> {
  const parser = createParser(file, handler, { isWhole: firstBytes === Infinity });
  try {
    const handle = await openInput(file);
    try {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, firstBytes));
      let decode: ((bytes?: Buffer) => string) | undefined;
      for (let read = 0; read < firstBytes;) {
        signal.throwIfAborted();
        const { bytesRead } = await handle.read(chunk, 0, chunk.length);
        if (bytesRead === 0) break;
        decode ??= createDecoder(file, chunk.subarray(0, bytesRead));
        parser.write(decode(chunk.subarray(0, bytesRead)));
        read += bytesRead;
      }
      if (firstBytes !== Infinity) return;
      if (decode !== undefined) parser.write(decode());
      parser.close();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = signal.aborted ? undefined : systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('labels-unreadable', message('annotations-unreadable', { file, code }), { cause });
  }
}

function createParser(file: string, handler: XmlHandler, { isWhole }: { readonly isWhole: boolean }) {
  const parser = new SaxesParser({ xmlns: false });
  let eventAt = 0;
  let depth = 0;
  const refuseDamaged = () => {
    throw new AppError('labels-unreadable', message('xml-damaged', { file, line: `${parser.line}` }));
  };
  parser.on('error', refuseDamaged);
  parser.on('doctype', (text) => {
    if (isWhole && text.includes('<!ENTITY'))
      throw new AppError('labels-unreadable', message('xml-with-entities', { file }));
  });
  parser.on('opentag', ({ name, attributes }) => {
    eventAt = parser.position;
    if (++depth > MOST_DEPTH) refuseDamaged();
    handler.open(name, attributes);
  });
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', ({ name }) => {
    eventAt = parser.position;
    depth--;
    handler.close?.(name);
  });
  return {
    write: (text: string) => {
      parser.write(text);
      if (parser.position - eventAt > MOST_IN_ONE_PIECE)
        throw new AppError(
          'labels-unreadable',
          message('xml-too-large', { file, most: { bytes: MOST_IN_ONE_PIECE } }),
        );
    },
    close: () => parser.close(),
  };
}

/** Of the encoding that the file starts with or names. */
function createDecoder(file: string, start: Buffer): (bytes?: Buffer) => string {
  const encoding = encodingOf(start);
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return (bytes) => {
      try {
        return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      } catch {
        throw notText(file, encoding);
      }
    };
  } catch {
    throw notText(file, encoding); // an encoding that nobody knows
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const declaration = start.toString('latin1', 0, DECLARATION_BYTES);
  return (
    /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/u.exec(declaration)?.[1] ?? 'utf-8'
  );
}

const notText = (file: string, encoding: string): AppError =>
  new AppError('labels-unreadable', message('xml-not-text', { file, encoding }));
