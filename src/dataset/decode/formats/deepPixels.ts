import sharp, { type Sharp } from 'sharp';
import { message, type Message } from '../../../core/words/message';
import { levelsOf, type ImageForm, type Levels } from './deepLevels';
import type { Dimensions } from '../dimensions';
import { ImageRefusal } from './imageRefusal';

export interface DeepImage extends Dimensions {
  /** Of a sample, as libvips names it. */
  readonly depth: string;
  /** The interpretation of the samples, as libvips names it. */
  readonly space: NonNullable<Parameters<Sharp['toColourspace']>[0]>;
  readonly channels: number;
  /** Whether what libvips takes for opacity is something else. */
  readonly isBands?: boolean;
}

/** A sample as a number, as a byte, and copies of that; as measured. */
const SAMPLE_BYTES = 7;
/** libvips writes no negative number of 16 bits in grey; moved by this, all are positive. */
const SHORT_OFFSET = 32_768;
const OPAQUE = 255;

/** The most that `readDeepPixels` holds. */
export const deepBytes = ({ width, height, channels }: DeepImage): number =>
  width * height * channels * SAMPLE_BYTES;

/**
 * The pixels of an image of more than 8 bits a sample as 8 bits. Undefined where libvips does it right: samples that use their
 * 16 bits.
 * @throws ImageRefusal where nothing tells which numbers are black and white.
 */
export async function readDeepPixels(
  image: Sharp,
  { depth, space, isBands = false }: DeepImage,
): Promise<{ readonly image: Sharp; readonly form?: ImageForm | undefined } | undefined> {
  const isSignedGrey = depth === 'short' && space === 'grey16';
  const bands = isBands ? image.clone().removeAlpha() : image.clone();
  const inSpace = bands.pipelineColourspace(space).toColourspace(space);
  const { data, info } = await (isSignedGrey ? inSpace.linear(1, SHORT_OFFSET) : inSpace)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Float32Array(
    data.buffer,
    data.byteOffset,
    data.length / Float32Array.BYTES_PER_ELEMENT,
  );
  if (isSignedGrey) for (let at = 0; at < samples.length; at++) samples[at]! -= SHORT_OFFSET;
  const { channels } = info;
  const colours = channels === 2 || channels === 4 ? channels - 1 : channels;
  const [least, most] = rangeOf(samples, { channels, colours });
  const levels = levelsOf(depth, least, most);
  if (levels === undefined) throw new ImageRefusal(rangeUnknown(least, most));
  if (depth === 'ushort' && levels.form === undefined && !isBands) return undefined;
  const pixels = toBytes(samples, { channels, colours, levels, isAlphaOf16: depth === 'ushort' });
  return {
    image: sharp(pixels, {
      raw: { width: info.width, height: info.height, channels },
    }),
    form: levels.form,
  };
}

function rangeUnknown(least: number, most: number): Message {
  if (least > most) return message('image-without-numbers');
  const inShort = (value: number) => `${Number(value.toPrecision(4))}`;
  return message('image-range', { least: inShort(least), most: inShort(most) });
}

interface Layout {
  readonly channels: number;
  /** Channels without opacity. */
  readonly colours: number;
}

/** The least and the largest number; what is no number counts as neither. */
function rangeOf(
  samples: Float32Array,
  { channels, colours }: Layout,
): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < samples.length; at++) {
    if (at % channels >= colours) continue;
    const value = samples[at]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function toBytes(
  samples: Float32Array,
  {
    channels,
    colours,
    levels,
    isAlphaOf16,
  }: Layout & { readonly levels: Levels; readonly isAlphaOf16: boolean },
): Uint8ClampedArray {
  const { black, white } = levels;
  // Clamped, and rounded to the nearest; what is no number becomes black.
  const bytes = new Uint8ClampedArray(samples.length);
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at]!;
    if (at % channels < colours) bytes[at] = ((value - black) / (white - black)) * OPAQUE;
    else bytes[at] = isAlphaOf16 ? value / 257 : value;
  }
  return bytes;
}
