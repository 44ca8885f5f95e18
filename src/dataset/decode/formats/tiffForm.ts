/** What a TIFF says of its samples (TIFF 6.0). */
export interface TiffForm {
  readonly samples: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** 1 unsigned, 2 signed, 3 floating point, 5 and 6 complex. */
  readonly format: number;
  /** Samples that are neither colours nor, by what the file says, opacity: near infrared, heights, … */
  readonly otherBands: number;
  /** Where the number stands that says what the samples are (PhotometricInterpretation), and that number. */
  readonly photometricAt: number;
  readonly photometric: number;
  readonly isLittleEndian: boolean;
  readonly isTiled: boolean;
  /** Whether each sample has tiles or strips of its own. */
  readonly isPlanar: boolean;
  /** Pages other than the first, its smaller copies and its masks. */
  readonly hasMorePages: boolean;
}

const TAGS = {
  kind: 254,
  bits: 258,
  photometric: 262,
  samples: 277,
  planes: 284,
  tileWidth: 322,
  extra: 338,
  format: 339,
} as const;
const SHORT = 3;
/** Colours by photometric interpretation; one for all others. */
const COLOURS: Readonly<Record<number, number>> = { 2: 3, 5: 4, 6: 3, 8: 3 };
const ALPHA = [1, 2];
const SEPARATE_PLANES = 2;
/** Of the kind of a page: a smaller copy of another, or a mask. */
const NO_PAGE = 1 | 4;
/** So many directories are looked at for a second page: a pyramid has fewer. */
const MOST_DIRECTORIES = 32;

/** Reads the first directory. Undefined for what is no TIFF, or is damaged: the decoder then says what is wrong. */
export function readTiffForm(bytes: Buffer): TiffForm | undefined {
  const order = bytes.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  try {
    const file = new TiffReader(bytes, order === 'II');
    const photometric = file.values(TAGS.photometric)[0] ?? 1;
    const samples = file.values(TAGS.samples)[0] ?? 1;
    const extra = file.values(TAGS.extra);
    const others = Math.max(0, samples - (COLOURS[photometric] ?? 1));
    return {
      samples,
      bits: file.values(TAGS.bits)[0] ?? 1,
      format: file.values(TAGS.format)[0] ?? 1,
      otherBands: extra.some((kind) => ALPHA.includes(kind)) ? 0 : others,
      photometric,
      photometricAt: file.placeOf(TAGS.photometric),
      isLittleEndian: order === 'II',
      isTiled: file.has(TAGS.tileWidth),
      isPlanar: file.values(TAGS.planes)[0] === SEPARATE_PLANES,
      hasMorePages: file.hasMorePages(),
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined; // cut off
    throw error;
  }
}

/** The first directory of a TIFF or, with offsets of eight bytes, a BigTIFF. */
class TiffReader {
  private readonly bytes: Buffer;
  private readonly isLittle: boolean;
  private readonly isBig: boolean;
  private readonly entries: ReadonlyMap<number, number>;
  /** Where the next directory is; 0 for none. */
  private readonly next: number;

  constructor(bytes: Buffer, isLittle: boolean) {
    this.bytes = bytes;
    this.isLittle = isLittle;
    this.isBig = this.short(2) === 43;
    const directory = this.isBig ? this.offset(8) : this.offset(4);
    const { entries, end } = this.directory(directory);
    this.entries = entries;
    this.next = end + (this.isBig ? 8 : 4) <= bytes.length ? this.offset(end) : 0;
  }

  /** Whether another directory is a page of its own, as far as they can be followed. */
  hasMorePages(): boolean {
    try {
      let at = this.next;
      for (let seen = 0; at !== 0 && seen < MOST_DIRECTORIES; seen++) {
        const { entries, end } = this.directory(at);
        const kind = entries.get(TAGS.kind);
        if (kind === undefined || (this.short(this.lowHalf(kind)) & NO_PAGE) === 0) return true;
        at = this.offset(end);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // cut off behind the first page
    }
    return false;
  }

  /** Where the entries of a directory are, by tag, and where it ends. */
  private directory(at: number): { readonly entries: ReadonlyMap<number, number>; readonly end: number } {
    const count = this.isBig ? this.offset(at) : this.short(at);
    const first = at + (this.isBig ? 8 : 2);
    const entryBytes = this.isBig ? 20 : 12;
    const entries = new Map<number, number>();
    for (let entry = 0; entry < count; entry++)
      entries.set(this.short(first + entry * entryBytes), first + entry * entryBytes);
    return { entries, end: first + count * entryBytes };
  }

  /** Of the number of four bytes in an entry, its lower two. */
  private lowHalf(entry: number): number {
    return entry + (this.isBig ? 12 : 8) + (this.isLittle ? 0 : 2);
  }

  has(tag: number): boolean {
    return this.entries.has(tag);
  }

  /** Where the values of a tag start; 0 without it. */
  placeOf(tag: number): number {
    const at = this.entries.get(tag);
    if (at === undefined) return 0;
    const size = this.short(at + 2) === SHORT ? 2 : 4;
    const inline = at + (this.isBig ? 12 : 8);
    return this.count(at) * size <= (this.isBig ? 8 : 4) ? inline : this.offset(inline);
  }

  /** A few numbers of two bytes. */
  values(tag: number): readonly number[] {
    const at = this.entries.get(tag);
    if (at === undefined || this.short(at + 2) !== SHORT) return [];
    const start = this.placeOf(tag);
    return Array.from({ length: Math.min(this.count(at), 64) }, (_, i) => this.short(start + 2 * i));
  }

  private count(at: number): number {
    return this.offset(at + 4);
  }

  private short(at: number): number {
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  private offset(at: number): number {
    if (!this.isBig) return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
    return Number(this.isLittle ? this.bytes.readBigUInt64LE(at) : this.bytes.readBigUInt64BE(at));
  }
}
