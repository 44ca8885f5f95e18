/** A picture as it stands in a report. */
export interface PictureType {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/bmp' | 'image/avif';
  /** The longer edge in pixels; undefined where the header does not say it simply. */
  readonly edge: number | undefined;
}

/** What kind of picture the bytes of a file are, by how they begin: its name says nothing. Undefined for anything else. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length < LEAST_BYTES) return undefined;
  if (text(0, 8) === '\x89PNG\r\n\x1a\n')
    return { type: 'image/png', edge: Math.max(view.getUint32(16), view.getUint32(20)) };
  if (text(0, 3) === '\xff\xd8\xff') return { type: 'image/jpeg', edge: jpegEdge(view) };
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return { type: 'image/webp', edge: webpEdge(view) };
  if (/^GIF8[79]a$/u.test(text(0, 6)))
    return { type: 'image/gif', edge: Math.max(view.getUint16(6, true), view.getUint16(8, true)) };
  if (text(0, 2) === 'BM') return { type: 'image/bmp', edge: undefined };
  if (/^ftypavi[fs]$/u.test(text(4, 12))) return { type: 'image/avif', edge: undefined };
  return undefined;
}

/** As many as are looked at below, but for JPEG. */
const LEAST_BYTES = 30;

/** Of the first frame header, ITU-T T.81 B.2.2. */
function jpegEdge(view: DataView): number | undefined {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return Math.max(view.getUint16(at + 5), view.getUint16(at + 7));
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Of the three kinds of WebP, RFC 9649. */
function webpEdge(view: DataView): number | undefined {
  const kind = view.getUint8(15);
  if (kind === 0x20) return Math.max(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true);
    return 1 + Math.max(bits & 0x3fff, (bits >>> 14) & 0x3fff);
  }
  const canvas = [24, 27].map((at) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16));
  return kind === 0x58 ? 1 + Math.max(...canvas) : undefined;
}
