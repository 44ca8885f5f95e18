const ORIENTATION_TAG = 0x0112;
const UPRIGHT = 1;
const ENTRY_BYTES = 12;

/**
 * Whether the EXIF data (a TIFF header and its first directory: Exif 2.32, section 4.6) show the image as it is stored:
 * they say so, or nothing about it. False where they cannot be read.
 */
export function isUpright(exif: Buffer): boolean {
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
