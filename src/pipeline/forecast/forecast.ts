import { availableParallelism } from 'node:os';
import type { Forecast, ForecastRequest, PresetForecast } from '../../core/run/forecast';
import { thingOf } from '../../core/run/resultRows';
import type { RunSummary, TrainedRun } from '../../core/run/run';
import type { ScanOptions } from '../../core/run/scanOptions';
import type { Preset } from '../../core/run/trainingPlan';
import { runSteps } from '../../core/steps';
import { median } from '../../dataset/decode/probeImages';
import { discover } from '../../dataset/discover';
import { planHead } from '../../ml/plan/headPlan';
import { planTraining, type DatasetFacts } from '../../ml/plan/plan';
import { listAllRuns } from '../../store/allRuns';
import { locateStore } from '../../store/location';
import { unpackTo } from '../../store/unpackFolder';
import { chooseOpinions, type ChosenOpinions } from '../chooseOpinions';
import { estimateSeconds, type RunWork } from './estimateSeconds';
import { lookAtSample } from '../prepare';

/** What is offered; `paper` is for comparison, and only where it is set. */
const OFFERED: readonly Preset[] = ['fast', 'balanced', 'thorough'];
/** Numbers in an embedding of a built-in encoder, about. */
const EMBEDDING_WIDTH = 1728;
/** Lite2 costs so many times as much as Lite0. */
const LITE2_COST = 1.5;

/**
 * Tells, before a run is made, how many images there are, and how long each preset takes. Writes nothing
 * but what has to be unpacked before it can be read.
 * @throws AppError what `discover` and `planTraining` refuse.
 */
export async function forecast(request: ForecastRequest, signal: AbortSignal): Promise<Forecast> {
  const { root, labels, format, options } = request;
  const cores = availableParallelism();
  const location = await locateStore(root, request.fallbackStore, { cacheParent: request.cacheFolder });
  const index = await runSteps(discover({ root, labels, format, signal, unpackTo: unpackTo(location) }));
  const { facts } = await lookAtSample(index, { cores, signal });
  const own = await trainedRuns(root, request);
  const elsewhere = await Promise.all(request.searched.map((other) => trainedRuns(other, request)));
  const { ratio, runs } = machineSpeed(own.length > 0 ? own : elsewhere.flat(), cores);
  const presets = OFFERED.includes(options.preset) ? OFFERED : [...OFFERED, options.preset];
  return {
    images: facts.imageCount,
    thing: thingOf(index),
    classes: facts.classCount,
    presets: presets.map((preset) => forecastPreset({ facts, options: { ...options, preset }, own, ratio })),
    isMeasured: runs.length > 0,
    ...(runs[0] && { backend: runs[0].backend.name }),
  };
}

function forecastPreset(of: {
  readonly facts: DatasetFacts;
  readonly options: ScanOptions;
  /** Earlier runs on the same images. */
  readonly own: readonly TrainedRun[];
  readonly ratio: number;
}): PresetForecast {
  const { facts, options, own, ratio } = of;
  const chosen = chooseOpinions(facts, options);
  const work = workOf(facts, options, chosen, own);
  const { encoder } = chosen;
  return {
    preset: options.preset,
    ...(work && { seconds: estimateSeconds(work).total * ratio }),
    network: chosen.network !== undefined,
    ...(encoder !== undefined && { encoder: typeof encoder === 'string' ? encoder : encoder.name }),
  };
}

/** Undefined where it cannot be told: how long a model of the user's own takes is seen when it runs. */
function workOf(
  facts: DatasetFacts,
  options: ScanOptions,
  { network, encoder }: ChosenOpinions,
  own: readonly TrainedRun[],
): RunWork | undefined {
  const { imageCount, classCount, cores, medianImageSize } = facts;
  const isKept = own.some(({ opinions }) => {
    const before = opinions?.encoder;
    if (encoder === undefined || before === undefined) return false;
    return typeof encoder === 'string'
      ? before.name === encoder
      : before.name === encoder.name && before.size === encoder.size;
  });
  const isFile = typeof encoder === 'string';
  if (isFile && !isKept && !encoder.toLowerCase().endsWith('.npy')) return undefined;
  const encoderSize = encoder === undefined || isFile ? 0 : encoder.size;
  const headFacts = { imageCount, classCount, cores, encoderSize, embeddingWidth: EMBEDDING_WIDTH };
  return {
    images: imageCount,
    cores,
    ...(own.length === 0 && { imagePixels: medianImageSize.width * medianImageSize.height }),
    ...(encoder !== undefined &&
      !isFile &&
      !isKept && {
        embedding: { size: encoder.size, cost: encoder.name === 'lite2' ? LITE2_COST : 1 },
      }),
    ...(network && { network: planTraining(facts, options, network) }),
    ...(encoder !== undefined && {
      head: planHead({ ...headFacts, isAlone: network === undefined }, options),
    }),
  };
}

/** The trained runs of a dataset, newest first; none where it has gone or cannot be read: it only makes a time better. */
async function trainedRuns(
  root: string,
  { fallbackStore, cacheFolder }: ForecastRequest,
): Promise<readonly TrainedRun[]> {
  const isTrained = (run: RunSummary): run is TrainedRun => run.plan !== undefined;
  try {
    const location = await locateStore(root, fallbackStore, { cacheParent: cacheFolder });
    return (await listAllRuns(location)).filter(isTrained);
  } catch {
    return [];
  }
}

/** So many runs say how fast the machine is. */
const RUNS_COMPARED = 5;
/** A run that took less than this of what was to be expected had models to go on from, … */
const LEAST_RATIO = 0.25;
/** … and one that took more than this was held up. */
const MOST_RATIO = 8;

/** How long training took here, as a multiple of what is to be expected: by the runs that tell. */
function machineSpeed(
  runs: readonly TrainedRun[],
  cores: number,
): { readonly ratio: number; readonly runs: readonly TrainedRun[] } {
  const ratioOf = ({ plan, opinions, images, seconds }: TrainedRun): number => {
    const [network, head] = plan.network === 'head' ? [undefined, plan] : [plan, opinions?.head?.plan];
    return seconds.train / estimateSeconds({ images, network, head, cores }).training;
  };
  const telling = runs
    .filter((run) => {
      const ratio = ratioOf(run);
      return run.plan.epochShare === undefined && ratio >= LEAST_RATIO && ratio <= MOST_RATIO;
    })
    .slice(0, RUNS_COMPARED);
  return { ratio: telling.length === 0 ? 1 : median(telling.map(ratioOf)), runs: telling };
}
