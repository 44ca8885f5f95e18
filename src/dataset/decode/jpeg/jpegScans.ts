/** Start of a scan. Among the coded data of another one, a byte 0 follows each 255 (ITU-T T.81, B.1.1.5). */
const SCAN_MARKER = Buffer.from([0xff, 0xda]);
/** Frames of samples that are coded without loss and in one go: baseline and extended, and the latter arithmetic (table B.1). */
const SEQUENTIAL: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc9]);

/** How many scans a JPEG has, or as many as are asked about. */
export function countScans(bytes: Buffer, enough: number): number {
  let scans = 0;
  for (let at = 0; scans < enough && (at = bytes.indexOf(SCAN_MARKER, at)) >= 0; at += 2) scans++;
  return scans;
}

/** Whether the first scan holds all there is of all components, so that libjpeg need not keep anything of it. False where it is odd. */
export function isInOneScan(bytes: Buffer): boolean {
  let components = 0;
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker === SCAN_MARKER[1]) return bytes[at + 4] === components;
    if (SEQUENTIAL.has(marker)) components = bytes[at + 9]!;
  }
  return false;
}
