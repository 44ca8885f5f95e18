export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** `0`, a file, where absent. */
  readonly type?: string;
}

const BLOCK = 512;

/** A ustar archive, written by the book: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
export function tarBytes(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(entryBytes), Buffer.alloc(2 * BLOCK)]);
}

function entryBytes({ path, content = '', type = '0' }: TarEntry): Buffer[] {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 'utf8');
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}
