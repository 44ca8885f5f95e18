import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { Rng } from '../../src/core/rng';

/** Small whole images, which are spoilt, and few bytes that hold a great many pixels. */
export interface HostileStock {
  readonly small: Readonly<Record<string, Buffer>>;
  /** With the end of their names. */
  readonly bombs: readonly (readonly [extension: string, bytes: Buffer])[];
}

/** Of a square that is read in most forms, though nothing takes more memory. */
const BOMB_EDGE = 9000;

export async function drawStock(): Promise<HostileStock> {
  const noise = Uint8Array.from({ length: 48 * 48 * 3 }, (_, at) => (at * 7919) >> 3);
  const picture = () => sharp(noise, { raw: { width: 48, height: 48, channels: 3 } });
  const frames = await Promise.all([picture().png().toBuffer(), picture().negate().png().toBuffer()]);
  return {
    small: {
      jpg: await picture().jpeg().toBuffer(),
      jpeg: await picture().jpeg({ progressive: true }).toBuffer(),
      png: await picture().png().toBuffer(),
      webp: await picture().webp().toBuffer(),
      gif: await picture().gif().toBuffer(),
      tif: await picture().tiff({ compression: 'lzw' }).toBuffer(),
      tiff: await picture()
        .tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 })
        .toBuffer(),
      avif: await picture().avif({ effort: 0 }).toBuffer(),
      'anim.webp': await sharp(frames, { join: { animated: true } })
        .webp()
        .toBuffer(),
    },
    bombs: await drawBombs(),
  };
}

async function drawBombs(): Promise<HostileStock['bombs']> {
  const flat = (width = BOMB_EDGE, height = BOMB_EDGE) =>
    sharp({ create: { width, height, channels: 3, background: 'navy' }, limitInputPixels: false });
  const clear = sharp({
    create: { width: BOMB_EDGE, height: BOMB_EDGE, channels: 4, background: { r: 9, g: 99, b: 9, alpha: 0 } },
  });
  const bitmap = Buffer.alloc(62 + (BOMB_EDGE ** 2 / 8) * 1.1);
  bitmap.write('BM');
  for (const [at, value] of [
    [10, 62],
    [14, 40],
    [18, BOMB_EDGE],
    [22, BOMB_EDGE],
    [26, 0x1_0001],
  ] as const)
    bitmap.writeUInt32LE(value, at);
  return [
    ['png', await flat().png({ progressive: true }).toBuffer()],
    ['png', await clear.png().toBuffer()],
    ['png', await flat(5000, 5000).toColourspace('rgb16').png().toBuffer()],
    ['png', await flat(400_000, 200).png().toBuffer()],
    ['webp', await flat().webp({ effort: 0 }).toBuffer()],
    ['tif', await flat().tiff({ compression: 'deflate' }).toBuffer()],
    ['jpg', await flat().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()],
    ['gif', await flat().gif({ effort: 1 }).toBuffer()],
    ['avif', await flat(5000, 5000).avif({ effort: 0 }).toBuffer()],
    ['bmp', bitmap],
  ];
}

type Spoil = (bytes: Buffer, rng: Rng) => Buffer;

const SPOILS: readonly Spoil[] = [flipBits, cutOff, claimSize, repeatScans, closeDirectories, restartAll];

/** A hostile file, and the end of its name. */
export function hostileFile(
  { small, bombs }: HostileStock,
  rng: Rng,
): readonly [extension: string, bytes: Buffer] {
  const pick = <T>(from: readonly T[]): T => from[rng.nextInt(from.length)]!;
  if (rng.nextInt(200) === 0) return pick(bombs);
  const [extension, bytes] = pick(Object.entries(small));
  return [extension, pick(SPOILS)(Buffer.from(bytes), rng)];
}

function flipBits(bytes: Buffer, rng: Rng): Buffer {
  // Mostly in the header.
  const reach = rng.nextInt(2) === 0 ? Math.min(bytes.length, 100) : bytes.length;
  for (let flip = rng.nextInt(12); flip >= 0; flip--) bytes[rng.nextInt(reach)]! ^= 1 << rng.nextInt(8);
  return bytes;
}

function cutOff(bytes: Buffer, rng: Rng): Buffer {
  return bytes.subarray(0, rng.nextInt(bytes.length));
}

/** Nothing, a lot, or more than can be. */
function claimSize(bytes: Buffer, rng: Rng): Buffer {
  const side = [0, 1, 15_000, 30_000, 65_535][rng.nextInt(5)]!;
  const kind = bytes.toString('latin1', 0, 4);
  if (kind === '\u0089PNG') {
    bytes.writeUInt32BE(side, 16);
    bytes.writeUInt32BE(side, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  } else if (kind === 'GIF8') {
    bytes.writeUInt16LE(side, 6);
    bytes.writeUInt16LE(side, 8);
  } else if (kind === 'RIFF') {
    if (bytes.toString('latin1', 12, 16) === 'VP8X') {
      bytes.writeUIntLE(side & 0x3fff, 24, 3);
      bytes.writeUIntLE(side & 0x3fff, 27, 3);
    } else {
      bytes.writeUInt16LE(side & 0x3fff, 26);
      bytes.writeUInt16LE(side & 0x3fff, 28);
    }
  } else if (kind === 'II*\0') {
    const directory = bytes.readUInt32LE(4);
    for (let at = directory + 2; at < bytes.length - 12 && bytes.readUInt16LE(at) < 258; at += 12)
      bytes.writeUInt32LE(side, at + 8);
  } else if (kind === '\0\0\0 ' || kind === '\0\0\0\u001c') {
    const extent = bytes.indexOf('ispe');
    bytes.writeUInt32BE(side, extent + 8);
    bytes.writeUInt32BE(side, extent + 12);
  } else {
    const frame = Math.max(
      bytes.indexOf('\u00ff\u00c0', 0, 'latin1'),
      bytes.indexOf('\u00ff\u00c2', 0, 'latin1'),
    );
    bytes.writeUInt16BE(side, frame + 5);
    bytes.writeUInt16BE(side, frame + 7);
  }
  return bytes;
}

/** A JPEG whose first scan comes thousands of times. */
function repeatScans(bytes: Buffer, rng: Rng): Buffer {
  const scan = bytes.indexOf('\u00ff\u00da', 0, 'latin1');
  if (scan < 0 || bytes[0] !== 0xff) return flipBits(bytes, rng);
  const next = bytes.indexOf('\u00ff\u00c4', scan, 'latin1');
  const part = bytes.subarray(scan, next < 0 ? bytes.length - 2 : next);
  return Buffer.concat([bytes.subarray(0, scan), ...Array<Buffer>(3000).fill(part), bytes.subarray(scan)]);
}

/** A TIFF whose directory leads to itself. */
function closeDirectories(bytes: Buffer, rng: Rng): Buffer {
  if (bytes.toString('latin1', 0, 4) !== 'II*\0') return cutOff(bytes, rng);
  const directory = bytes.readUInt32LE(4);
  bytes.writeUInt32LE(directory, directory + 2 + bytes.readUInt16LE(directory) * 12);
  return bytes;
}

/** A JPEG that says that it restarts after each block, and is full of restarts or has none. */
function restartAll(bytes: Buffer, rng: Rng): Buffer {
  const scan = bytes.indexOf('\u00ff\u00da', 0, 'latin1');
  if (scan < 0 || bytes[0] !== 0xff) return flipBits(bytes, rng);
  const restarts = Buffer.alloc(rng.nextInt(2) * 20_000, Buffer.from([0xff, 0xd0 + rng.nextInt(8)]));
  const header = scan + 2 + bytes.readUInt16BE(scan + 2);
  return Buffer.concat([
    bytes.subarray(0, scan),
    Buffer.from([0xff, 0xdd, 0, 4, 0, 1]),
    bytes.subarray(scan, header),
    restarts,
    bytes.subarray(header),
  ]);
}
