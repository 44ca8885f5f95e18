import type { OpinionName } from '../core/run/opinions';
import type { ScanOptions } from '../core/run/scanOptions';
import type { Preset } from '../core/run/trainingPlan';
import { message, type Message } from '../core/words/message';
import type { BuiltInName } from '../encoder/encoder';
import type { DatasetFacts } from '../ml/plan/plan';

/** An encoder that comes with the program, and the edge in pixels of what it sees. */
export interface BuiltInEncoder {
  readonly name: BuiltInName;
  readonly size: number;
}

/** Which opinions are formed of a dataset. */
export interface ChosenOpinions {
  /** The preset whose time the network may take; absent: none is trained. */
  readonly network?: Preset | undefined;
  /** A built-in encoder, or the path of a file; absent: none. */
  readonly encoder?: BuiltInEncoder | string | undefined;
  readonly leftOut: readonly { readonly by: OpinionName; readonly reason: Message }[];
}

/** Grey images below this edge are digits, glyphs and icons, of which photographs teach nothing. */
const LEAST_GREY_EDGE = 64;
/** Colour images from this edge on are taken for photographs, of which an encoder alone says enough. */
const LEAST_PHOTOGRAPH_EDGE = 96;
/** Of more images than this an encoder alone has to do: training a network on them takes hours. */
const MOST_IMAGES_OF_NETWORK = 200_000;

/** Edges in pixels of what an encoder sees, from the fewest to the most computations. */
const SMALL_SIZE = 160;
const LARGE_SIZE = 224;
const LARGEST_SIZE = 288;
/** More images are looked at in the small size. */
const MOST_IMAGES_OF_LARGE_SIZE = 100_000;

/**
 * Where one opinion cannot help, or not in reasonable time, it is left out, and the reason is kept. An encoder that the user
 * has asked for is used whatever the images.
 */
export function chooseOpinions(facts: DatasetFacts, options: ScanOptions): ChosenOpinions {
  const { encoder: choice, preset } = options;
  if (choice === 'none' || (choice === 'auto' && preset === 'paper')) return { network: preset, leftOut: [] };
  if (choice === 'auto' && facts.greyscale && shorterEdge(facts) < LEAST_GREY_EDGE) {
    const reason = message('encoder-left-out-small-grey', { edge: LEAST_GREY_EDGE });
    return { network: preset, leftOut: [{ by: 'encoder', reason }] };
  }
  const reason = whyNoNetwork(facts, options);
  return {
    network: reason === undefined ? networkEffort(facts, preset) : undefined,
    encoder: chooseEncoder(facts, options),
    leftOut: reason === undefined ? [] : [{ by: 'network', reason }],
  };
}

const shorterEdge = ({ medianImageSize: { width, height } }: DatasetFacts): number => Math.min(width, height);

function chooseEncoder(
  facts: DatasetFacts,
  { encoder: choice, preset }: ScanOptions,
): BuiltInEncoder | string {
  if (choice !== 'auto' && choice !== 'lite0' && choice !== 'lite2') return choice;
  const isSmall = shorterEdge(facts) < LEAST_PHOTOGRAPH_EDGE;
  // For about as much computation, Lite2 ranks small images better, and Lite0 at the largest size others (`bench:photos`).
  const name = choice === 'auto' ? (preset === 'thorough' && isSmall ? 'lite2' : 'lite0') : choice;
  if (preset === 'fast' || facts.imageCount > MOST_IMAGES_OF_LARGE_SIZE) return { name, size: SMALL_SIZE };
  if (name === 'lite2') return { name, size: LARGE_SIZE };
  if (isSmall) return { name, size: SMALL_SIZE };
  return { name, size: preset === 'thorough' ? LARGEST_SIZE : LARGE_SIZE };
}

const isPhotographs = (facts: DatasetFacts): boolean =>
  !facts.greyscale && shorterEdge(facts) >= LEAST_PHOTOGRAPH_EDGE;

/** Of photographs a long training adds nothing to what the encoder says; of scans, drawings and icons it does. */
function networkEffort(facts: DatasetFacts, preset: Preset): Preset {
  if (!isPhotographs(facts)) return preset;
  return preset === 'thorough' ? 'balanced' : 'fast';
}

function whyNoNetwork(facts: DatasetFacts, { preset }: ScanOptions): Message | undefined {
  if (preset === 'thorough' || preset === 'paper') return undefined;
  if (facts.imageCount > MOST_IMAGES_OF_NETWORK)
    return message('network-left-out-many', { most: MOST_IMAGES_OF_NETWORK });
  return preset === 'fast' && isPhotographs(facts) ? message('network-left-out-fast') : undefined;
}
