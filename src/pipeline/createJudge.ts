import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import { keepSentence } from '../core/words/message';
import type { TrainingPlan } from '../core/run/trainingPlan';
import type { PixelOutput } from '../dataset/decode/decodeOutput';
import type { Run } from '../store/openRun';
import { chooseOpinions } from './chooseOpinions';
import { encoderOfRun, findEncoder, type WantedEncoder } from './encoderInput';
import { createEncoderJudge, type EncoderJudgeOptions } from './encoderJudge';
import type { Judge } from './judge';
import { createKeptNetworkJudge } from './keptNetworkJudge';
import { createNetworkJudge, type NetworkJudgeOptions } from './networkJudge';
import { createOpinionsJudge, type OpinionJudges } from './opinionsJudge';
import { createPredictionsJudge } from './predictionsJudge';
import type { Dataset } from './prepare';
import { usualForm } from './usualForm';

/** What judges are made with. */
export interface JudgeTools extends Pick<NetworkJudgeOptions, 'cores' | 'train'> {
  readonly programFolder: string;
  readonly packagesFolder: string | undefined;
  readonly signal: AbortSignal;
}

/** Predictions made elsewhere where they are given, else the opinions that can help. */
export function createJudge(request: AnalyzeRequest, tools: JudgeTools): Judge {
  return request.predictions === undefined
    ? createOpinionsJudge((dataset) => chooseJudges(dataset, request, tools))
    : createPredictionsJudge(request.predictions, tools.signal);
}

async function chooseJudges(
  dataset: Dataset,
  { options, retrain = false }: AnalyzeRequest,
  tools: JudgeTools,
): Promise<OpinionJudges> {
  const { cores, train } = tools;
  if (retrain) return judgesOfRetraining(dataset, options, tools);
  const { network: effort, encoder, leftOut } = chooseOpinions(await dataset.facts(), options);
  return {
    network: effort && createNetworkJudge({ options, retrain, cores, train, effort }),
    ...(encoder &&
      (await headJudge(
        typeof encoder === 'string' ? { file: encoder, orderFile: options.encoderOrder } : encoder,
        { dataset, options, isAlone: effort === undefined },
        tools,
      ))),
    leftOut: leftOut.map(({ by, reason }) => ({ by, reason: keepSentence(reason) })),
  };
}

/**
 * Of a run with an encoder only the head is trained anew, in seconds: what the network said is mixed in again. Without one,
 * the network goes on learning.
 */
async function judgesOfRetraining(
  dataset: Dataset,
  options: AnalyzeRequest['options'],
  tools: JudgeTools,
): Promise<OpinionJudges> {
  const { cores, train } = tools;
  const { history, index } = dataset;
  const isSame = ({ summary }: Run) => summary.classes.join('\n') === index.classes.join('\n');
  const before = history.runs.find((run) => run.summary.plan !== undefined && isSame(run));
  const { encoder, formed, leftOut, head } = before?.summary.opinions ?? {};
  if (before === undefined || encoder === undefined)
    return { network: createNetworkJudge({ options, retrain: true, cores, train }), leftOut: [] };
  const hasNetwork = formed?.some(({ by }) => by === 'network') === true;
  const { plan } = before.summary;
  return {
    network: hasNetwork ? createKeptNetworkJudge(before) : undefined,
    shown: plan && (await formOf(plan, { hasNetwork, dataset, options })),
    ...(await headJudge(
      encoderOfRun(encoder, options),
      { dataset, options, isAlone: !hasNetwork, plan: head?.plan ?? plan },
      tools,
    )),
    leftOut: leftOut ?? [],
  };
}

/** In which the images of a run were decoded. */
function formOf(
  { preset, imageSize, channels }: TrainingPlan,
  run: {
    readonly hasNetwork: boolean;
    readonly dataset: Dataset;
    readonly options: AnalyzeRequest['options'];
  },
): PixelOutput | Promise<PixelOutput> {
  return run.hasNetwork
    ? { kind: 'pixels', size: imageSize, channels }
    : usualForm(run.dataset, { ...run.options, preset });
}

async function headJudge(
  wanted: WantedEncoder,
  {
    dataset,
    ...head
  }: Pick<EncoderJudgeOptions, 'options' | 'isAlone' | 'plan'> & { readonly dataset: Dataset },
  { cores, train, ...places }: JudgeTools,
): Promise<Pick<OpinionJudges, 'encoder' | 'encoderInfo'>> {
  const found = await findEncoder(wanted, dataset, places);
  return { encoder: createEncoderJudge({ ...head, ...found, cores, train }), encoderInfo: found.encoder };
}
