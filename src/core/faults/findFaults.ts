import type { ImageMeasures } from './measureImages';

export const IMAGE_FAULTS = ['blank', 'dark', 'bright', 'blurry', 'tiny', 'aspect'] as const;
export type ImageFault = (typeof IMAGE_FAULTS)[number];

/** Images by fault, ascending. An image may have several; a blank one has only that. */
export type FaultyImages = Readonly<Record<ImageFault, Int32Array>>;

export interface FaultsInput {
  readonly measures: ImageMeasures;
  /** Width and height of the originals in pixels, upright: two values an image. */
  readonly sizes: Int32Array;
}

/** In a dark image hardly a pixel is brighter: a third of the range, as in open-source cleanvision's "dark". */
const DARK_BELOW = 80;
/** In a bright image hardly a pixel is darker: nearly all of the picture is burnt out. */
const BRIGHT_ABOVE = 235;
/** Gaussian blur of 1.5 pixels at the decoded size leaves less than this on photographs and drawings; unblurred ones keep 0.3. */
const BLURRY_BELOW = 0.06;
/** Edge in pixels from which images are large enough for a network to see what they show. */
const SMALL_EDGE = 64;
/** As a share of the dataset's median edge: images with a smaller edge were cut out or shrunk. */
const SMALL_SHARE = 0.5;
/** Long to short edge, as in cleanvision (0.35). */
const ODD_ASPECT = 1 / 0.35;

/** Robust z-score of an outlier (Iglewicz and Hoaglin, 1993). */
const OUTLIER = 3.5;
/** Turns the median absolute deviation of a normal distribution into its standard deviation. */
const MAD_TO_DEVIATION = 1.4826;
/** Least standard deviations assumed: of brightness in grey levels, and of the logarithms of sharpness and shape. */
const LEAST_DEVIATION = { brightness: 6, sharpness: 0.4, aspect: 0.2 } as const;

/**
 * Finds the images with a fault: beyond a fixed threshold, and an outlier in this dataset. A dataset that is dark by
 * nature thus has no dark images, and one of text lines none of odd shape.
 */
export function findFaults({ measures, sizes }: FaultsInput): FaultyImages {
  const count = sizes.length / 2;
  const isShown = (image: number) => measures.isBlank[image] === 0;
  const brightEnd = outliers(measures.brightEnd, LEAST_DEVIATION.brightness);
  const darkEnd = outliers(measures.darkEnd, LEAST_DEVIATION.brightness);
  // Flat images have no sharpness at all; the logarithm needs a little.
  const logSharpness = measures.sharpness.map((sharpness) => Math.log(sharpness + 1e-6));
  const blur = outliers(logSharpness, LEAST_DEVIATION.sharpness);
  const logAspect = Float32Array.from({ length: count }, (_, i) =>
    Math.log(sizes[2 * i]! / sizes[2 * i + 1]!),
  );
  const shape = outliers(logAspect, LEAST_DEVIATION.aspect);
  const shortEdge = Float32Array.from({ length: count }, (_, i) =>
    Math.min(sizes[2 * i]!, sizes[2 * i + 1]!),
  );
  const smallBelow = Math.min(SMALL_EDGE, SMALL_SHARE * median(shortEdge));

  const tests: Readonly<Record<ImageFault, (image: number) => boolean>> = {
    blank: () => true,
    dark: (i) => measures.brightEnd[i]! < DARK_BELOW && brightEnd(i) < -OUTLIER,
    bright: (i) => measures.darkEnd[i]! > BRIGHT_ABOVE && darkEnd(i) > OUTLIER,
    blurry: (i) => measures.sharpness[i]! < BLURRY_BELOW && blur(i) < -OUTLIER,
    tiny: (i) => shortEdge[i]! < smallBelow,
    aspect: (i) => Math.abs(logAspect[i]!) > Math.log(ODD_ASPECT) && Math.abs(shape(i)) > OUTLIER,
  };
  const images = Int32Array.from({ length: count }, (_, image) => image);
  const find = (fault: ImageFault) =>
    images.filter((image) => (fault === 'blank') !== isShown(image) && tests[fault](image));
  return {
    blank: find('blank'),
    dark: find('dark'),
    bright: find('bright'),
    blurry: find('blurry'),
    tiny: find('tiny'),
    aspect: find('aspect'),
  };
}

/** Robust z-scores: how many deviations from the median a value is. */
function outliers(values: Float32Array, leastDeviation: number): (image: number) => number {
  const middle = median(values);
  const spread = median(values.map((value) => Math.abs(value - middle)));
  const deviation = Math.max(MAD_TO_DEVIATION * spread, leastDeviation);
  return (image) => (values[image]! - middle) / deviation;
}

/** The middle value, the upper one of two; 0 for none. */
function median(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}
