import type { DatasetIndex } from '../../core/dataset/dataset';
import { message, type Message } from '../../core/words/message';
import { decodePixels } from './decode';
import { openDecodeRoom } from './decodeRoom';
import type { ImageForm } from './formats/deepLevels';
import { createImageReader } from './reader/imageReader';

/** What a sample of the images looks like: enough to choose the size and channels of the network's input. */
export interface ImageProbe {
  /** Medians over the readable sampled images, in pixels, upright; 0 when none was readable. */
  readonly medianWidth: number;
  readonly medianHeight: number;
  /** Every sampled image is grey, whatever its format. */
  readonly greyscale: boolean;
  /** What numbers were taken for where formats leave it open, once each. */
  readonly warnings: readonly Message[];
}

/** Edge length at which colour is looked for: small, yet a coloured detail still shows. */
const PROBE_SIZE = 32;
/** Largest difference between two channels of a grey pixel: allows for JPEG rounding, not for a tint. */
const GREY_TOLERANCE = 8;

/** Decodes up to `sampleCount` evenly spaced images; unreadable ones are left out. */
export async function probeImages(
  index: Pick<DatasetIndex, 'root' | 'unpacked' | 'paths' | 'places'>,
  sampleCount: number,
  signal: AbortSignal,
): Promise<ImageProbe> {
  const widths: number[] = [];
  const heights: number[] = [];
  const forms = new Map<ImageForm, Message>();
  const reader = createImageReader(index, openDecodeRoom(undefined));
  let greyscale = true;
  const samples = Math.min(sampleCount, index.paths.length);
  for (let i = 0; i < samples; i++) {
    signal.throwIfAborted();
    const at = Math.floor(((i + 0.5) * index.paths.length) / samples);
    const image = index.paths[at] ?? '';
    try {
      const { bytes } = await reader.read(image, index.places?.[at]);
      const decoded = await decodePixels(bytes, { size: PROBE_SIZE, channels: 3 });
      widths.push(decoded.width);
      heights.push(decoded.height);
      greyscale &&= isGrey(decoded.pixels);
      const { form } = decoded;
      if (form !== undefined && !forms.has(form)) forms.set(form, message(form, { image }));
    } catch {
      // Unreadable images are reported when all are decoded; here they only make the sample smaller.
    }
  }
  return {
    medianWidth: median(widths),
    medianHeight: median(heights),
    greyscale: greyscale && widths.length > 0,
    warnings: [...forms.values()],
  };
}

/** The middle value, the upper one of two; 0 for none. */
export function median(values: ArrayLike<number>): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0;
}

function isGrey(rgb: Uint8Array): boolean {
  for (let i = 0; i < rgb.length; i += 3) {
    const [red, green, blue] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > GREY_TOLERANCE) return false;
  }
  return true;
}
