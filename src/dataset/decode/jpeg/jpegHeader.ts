/** Size in pixels of a JPEG whose decoded samples are the picture as it is meant to be seen. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
}

const START_OF_IMAGE = 0xffd8;
const START_OF_SCAN = 0xda;
/** Huffman-coded frames: baseline, extended and progressive (ITU-T T.81, table B.1). */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Huffman and quantization tables, restart interval, comment; and all application segments but the next two. */
const HARMLESS: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd, 0xfe]);
const FIRST_APPLICATION = 0xe0;
const LAST_APPLICATION = 0xef;
const EXIF = { marker: 0xe1, signature: 'Exif\0\0' };
/** Exif 2.32, section 4.6. */
const [ORIENTATION_TAG, UPRIGHT, ENTRY_BYTES] = [0x0112, 1, 12];
const PROFILE = { marker: 0xe2, signature: 'ICC_PROFILE\0' };
/** After the signature: which part of the profile it is, and of how many (ICC.1:2010-12, annex B.4). */
const PART_BYTES = 2;

/**
 * Reads the header of a JPEG of the plainest kind: 8 bits a sample, one or three components, upright, no colour profile but
 * a harmless one. Undefined for anything else, and for anything odd.
 */
export function readJpegHeader(
  bytes: Buffer,
  isHarmlessProfile: (profile: Buffer) => boolean = () => false,
): JpegHeader | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== START_OF_IMAGE) return undefined;
  let header: JpegHeader | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === START_OF_SCAN) return header;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const content = bytes.subarray(at + 4, end);
    if (FRAMES.has(marker)) header = readFrame(content);
    else if (!isHarmless(marker, content, isHarmlessProfile)) return undefined;
    at = end;
  }
  return undefined;
}

function isHarmless(
  marker: number,
  content: Buffer,
  isHarmlessProfile: (profile: Buffer) => boolean,
): boolean {
  const isOf = (kind: typeof EXIF) =>
    marker === kind.marker && content.toString('latin1', 0, kind.signature.length) === kind.signature;
  if (isOf(EXIF)) return isUpright(content.subarray(EXIF.signature.length));
  if (isOf(PROFILE)) {
    const start = PROFILE.signature.length + PART_BYTES;
    return content[start - 1] === 1 && isHarmlessProfile(content.subarray(start));
  }
  return HARMLESS.has(marker) || (marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION);
}

/** Precision, height, width and the number of components (T.81, B.2.2). */
function readFrame(content: Buffer): JpegHeader | undefined {
  if (content.length < 6 || content[0] !== 8 || (content[5] !== 1 && content[5] !== 3)) return undefined;
  return { height: content.readUInt16BE(1), width: content.readUInt16BE(3) };
}

/**
 * Whether the EXIF data (a TIFF header and its first directory: Exif 2.32, section 4.6) show the image as it is stored:
 * they say so, or nothing about it. False where they cannot be read.
 */
function isUpright(exif: Buffer): boolean {
  const order = exif.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return false;
  const readUInt16 = (at: number) => (order === 'II' ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  try {
    const directory = order === 'II' ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
    const entries = readUInt16(directory);
    for (let entry = 0, at = directory + 2; entry < entries; entry++, at += ENTRY_BYTES)
      if (readUInt16(at) === ORIENTATION_TAG) return readUInt16(at + 8) === UPRIGHT;
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // cut off
    throw error;
  }
}
