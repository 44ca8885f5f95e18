import { message, type Message } from '../../../core/words/message';
import { ImageRefusal } from './imageRefusal';

/** What can be decoded. */
export type ImageKind = 'jpeg' | 'png' | 'gif' | 'bmp' | 'tiff' | 'webp' | 'avif';

interface Signature {
  readonly at: number;
  /** Latin-1. */
  readonly text: string;
}

const KINDS: readonly (Signature & { readonly kind: ImageKind })[] = [
  { kind: 'jpeg', at: 0, text: '\u00ff\u00d8\u00ff' },
  { kind: 'png', at: 0, text: '\u0089PNG' },
  { kind: 'gif', at: 0, text: 'GIF8' },
  { kind: 'bmp', at: 0, text: 'BM' },
  { kind: 'tiff', at: 0, text: 'II*\0' },
  { kind: 'tiff', at: 0, text: 'MM\0*' },
  { kind: 'tiff', at: 0, text: 'II+\0' },
  { kind: 'tiff', at: 0, text: 'MM\0+' },
  { kind: 'webp', at: 8, text: 'WEBP' },
];
/** What files turn out to be whose names say otherwise. */
const OTHER_KINDS: readonly (Signature & { readonly name: string })[] = [
  { name: 'JPEG 2000', at: 4, text: 'jP  \r\n' },
  { name: 'JPEG 2000', at: 0, text: '\u00ff\u004f\u00ff\u0051' },
  { name: 'JPEG XL', at: 4, text: 'JXL \r\n' },
  { name: 'JPEG XL', at: 0, text: '\u00ff\u000a' },
  { name: 'Photoshop', at: 0, text: '8BPS' },
  { name: 'PDF', at: 0, text: '%PDF' },
  { name: 'OpenEXR', at: 0, text: 'v/1\u0001' },
  { name: 'Radiance', at: 0, text: '#?RADIANCE' },
  { name: 'DICOM', at: 128, text: 'DICM' },
  { name: 'FITS', at: 0, text: 'SIMPLE  =' },
  { name: 'NumPy', at: 0, text: '\u0093NUMPY' },
  { name: 'icon', at: 0, text: '\0\0\u0001\0' },
  { name: 'ZIP', at: 0, text: 'PK\u0003\u0004' },
  { name: 'gzip', at: 0, text: '\u001f\u008b' },
];
const HEAD_BYTES = 1024;
/** Brands of the container that AVIF shares with other pictures and with films (ISO/IEC 14496-12). */
const HEIC_BRANDS = /^(?:hei[cxms]|hev[cxms])$/u;

/**
 * What a file is by its first bytes, whatever its name says. No decoder is asked: some take a drawing (SVG) for an image, too.
 * @throws ImageRefusal naming what it is instead.
 */
export function imageKindOf(bytes: Buffer): ImageKind {
  if (bytes.length === 0) throw new ImageRefusal(message('image-empty'));
  const head = bytes.toString('latin1', 0, HEAD_BYTES);
  const isAt = ({ at, text }: Signature) => head.startsWith(text, at);
  const known = KINDS.find(isAt);
  if (known !== undefined) return known.kind;
  if (head.startsWith('ftyp', 4) && brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis'))
    return 'avif';
  throw new ImageRefusal(whyNot(head, OTHER_KINDS.find(isAt)?.name ?? nameOf(bytes, head)));
}

/** The names of what a container holds, the main one first. */
function brandsOf(bytes: Buffer): readonly string[] {
  const end = Math.min(bytes.length, bytes.readUInt32BE(0));
  const brands: string[] = [];
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(bytes.toString('latin1', at, at + 4));
  return brands;
}

function nameOf(bytes: Buffer, head: string): string | undefined {
  if (head.startsWith('ftyp', 4)) {
    const brands = brandsOf(bytes);
    if (brands.some((brand) => HEIC_BRANDS.test(brand))) return 'HEIC';
    return brands[0] === 'crx ' ? 'Canon raw' : 'film';
  }
  if (/^P[1-7]\s/u.test(head)) return 'PPM';
  return /^\s*(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)/iu.test(head) &&
    /<svg/iu.test(bytes.toString('latin1', 0, 1 << 16))
    ? 'SVG'
    : undefined;
}

function whyNot(head: string, name: string | undefined): Message {
  if (name !== undefined) return message('image-of-kind', { kind: name });
  if (/^\s*<(?:!doctype html|html)/iu.test(head)) return message('image-web-page');
  if (head.startsWith('version https://git-lfs')) return message('image-lfs-pointer');
  return message('image-other-kind');
}
