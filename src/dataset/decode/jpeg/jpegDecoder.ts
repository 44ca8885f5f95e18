import type { Dimensions } from '../dimensions';
import { readJpegHeader, type JpegHeader } from './jpegHeader';
import { countScans } from './jpegScans';
import { loadJpegModules } from './jpegModules';
import { JpegShrinker } from './jpegShrinker';
import { lanczosWeights, type AxisWeights } from './lanczosWeights';

export interface DecodedJpeg extends JpegHeader {
  /** `height × width × 3` bytes of the size that was wanted, row-major. */
  readonly rgb: Uint8Array;
}

export interface JpegRequest {
  /** What is wanted of an original of this size. */
  readonly sizeOf: (original: Dimensions) => Dimensions;
  /** Colour profiles that may be passed over; absent: none. */
  readonly isHarmlessProfile?: (profile: Buffer) => boolean;
}

/** Undefined where the full decoder has to do it. */
export type JpegDecoder = (bytes: Buffer, request: JpegRequest) => DecodedJpeg | undefined;

/**
 * Larger images are left to the full decoder: what takes their time is reading the bits of the file, at which it is as
 * fast, and the memory of a WebAssembly instance never shrinks.
 */
const MOST_PIXELS = 1 << 22;
/** As many as libvips decodes; thousands fit into a few kilobytes, and each goes over the whole image. */
const MOST_SCANS = 100;
/** libjpeg shrinks while it decodes, by eighths. */
const SCALES = [1, 2, 3, 4, 5, 6, 7, 8].map((eighths) => eighths / 8);

/**
 * Decodes plain JPEGs that are at least as large as wanted: exactly as libjpeg-turbo does at the smallest of its scales
 * that is large enough, and from there shrunk with the full decoder's filter. The full decoder builds a pipeline for every
 * image, which takes several times as long as decoding a photograph of a few hundred pixels.
 * @throws the system's error when the folder lacks its files
 */
export function createJpegDecoder(folder: string): JpegDecoder {
  const instantiate = loadJpegModules(folder);
  if (instantiate === undefined) return () => undefined;
  const weightsOf = rememberWeights();
  let shrinker: JpegShrinker | undefined;
  return (bytes, { sizeOf, isHarmlessProfile }) => {
    const header = readJpegHeader(bytes, isHarmlessProfile);
    if (header === undefined) return undefined;
    const { width, height } = header;
    const wanted = sizeOf(header);
    const scale = leastScale(header, wanted);
    if (scale === undefined || countScans(bytes, MOST_SCANS + 1) > MOST_SCANS) return undefined;
    try {
      shrinker ??= new JpegShrinker(instantiate());
      const across = weightsOf(width * scale, wanted.width);
      const rgb = shrinker.decode(bytes, across, weightsOf(height * scale, wanted.height));
      return rgb && { rgb, width, height };
    } catch {
      // It stopped half-way: the data are damaged, or memory is short. The full decoder says which.
      shrinker = undefined;
      return undefined;
    }
  };
}

/** The smallest of libjpeg's scales at which both sides are long enough; undefined where none is, or the image is not for us. */
function leastScale({ width, height }: JpegHeader, wanted: Dimensions): number | undefined {
  if (width * height > MOST_PIXELS) return undefined;
  return SCALES.find((scale) => width * scale >= wanted.width && height * scale >= wanted.height);
}

/** The images of a dataset have few sizes, or few hundreds of them. */
function rememberWeights(): (length: number, to: number) => AxisWeights {
  const known = new Map<string, AxisWeights>();
  return (length, to) => {
    const key = `${length} ${to}`;
    let weights = known.get(key);
    if (weights === undefined) known.set(key, (weights = lanczosWeights(length, to)));
    return weights;
  };
}
