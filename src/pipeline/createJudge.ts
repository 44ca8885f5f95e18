import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { EncoderInfo } from '../core/run/opinions';
import type { Preset } from '../core/run/trainingPlan';
import { keepSentence } from '../core/words/message';
import { BUILT_IN_ENCODERS, builtInSource, describeEncoder } from '../encoder/encoder';
import { onnxSource } from '../encoder/onnx/onnxEncoder';
import type { Run } from '../store/openRun';
import { chooseOpinions, type BuiltInEncoder } from './chooseOpinions';
import { createEncoderJudge, type EncoderJudgeOptions } from './encoderJudge';
import type { Judge } from './judge';
import { createKeptNetworkJudge } from './keptNetworkJudge';
import { createNetworkJudge, type NetworkJudgeOptions } from './networkJudge';
import { createOpinionsJudge, type OpinionJudges } from './opinionsJudge';
import { createPredictionsJudge } from './predictionsJudge';
import type { Dataset } from './prepare';

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

/** What the network may take beside a head: it says the same things sooner. */
const EFFORT_BESIDE_ENCODER: Readonly<Record<Preset, Preset>> = {
  fast: 'fast',
  balanced: 'fast',
  thorough: 'balanced',
  paper: 'paper',
};

async function chooseJudges(
  dataset: Dataset,
  { options, retrain = false }: AnalyzeRequest,
  tools: JudgeTools,
): Promise<OpinionJudges> {
  const { cores, train } = tools;
  if (retrain) return judgesOfRetraining(dataset, options, tools);
  const { network, encoder, leftOut } = chooseOpinions(await dataset.facts(), options);
  const effort = encoder === undefined ? options.preset : EFFORT_BESIDE_ENCODER[options.preset];
  return {
    network: network ? createNetworkJudge({ options, retrain, cores, train, effort }) : undefined,
    ...(encoder && (await headJudge(encoder, { options, isAlone: !network }, tools))),
    leftOut: leftOut.map(({ by, reason }) => ({ by, reason: keepSentence(reason) })),
  };
}

/**
 * Of a run with an encoder only the head is trained anew, in seconds: what the network said is mixed in again. Without one,
 * the network goes on learning.
 */
async function judgesOfRetraining(
  { history: { runs }, location, index }: Dataset,
  options: AnalyzeRequest['options'],
  tools: JudgeTools,
): Promise<OpinionJudges> {
  const { cores, train } = tools;
  const isSame = ({ summary }: Run) => summary.classes.join('\n') === index.classes.join('\n');
  const before = runs.find((run) => run.summary.plan !== undefined && isSame(run));
  const { encoder, formed, leftOut, head } = before?.summary.opinions ?? {};
  if (before === undefined || encoder === undefined)
    return { network: createNetworkJudge({ options, retrain: true, cores, train }), leftOut: [] };
  const hasNetwork = formed?.some(({ by }) => by === 'network') === true;
  const network = hasNetwork ? createKeptNetworkJudge(before, location) : undefined;
  return {
    network,
    ...(await headJudge(
      encoderNamed(encoder),
      { options, isAlone: !hasNetwork, plan: head?.plan ?? before.summary.plan },
      tools,
    )),
    leftOut: leftOut ?? [],
  };
}

async function headJudge(
  encoder: BuiltInEncoder | string,
  head: Pick<EncoderJudgeOptions, 'options' | 'isAlone' | 'plan'>,
  { cores, train, programFolder, packagesFolder }: JudgeTools,
): Promise<Pick<OpinionJudges, 'encoder' | 'encoderInfo'>> {
  const { source, warning } =
    typeof encoder === 'string'
      ? await onnxSource(encoder, packagesFolder)
      : { source: builtInSource(encoder.name, encoder.size, programFolder), warning: undefined };
  const encoderInfo = await describeEncoder(source);
  const judge = createEncoderJudge({ ...head, source, encoder: encoderInfo, warning, cores, train });
  return { encoder: judge, encoderInfo };
}

/** An encoder as a run names it. */
function encoderNamed({ name, size }: EncoderInfo): BuiltInEncoder | string {
  const builtIn = BUILT_IN_ENCODERS.find((known) => known === name);
  return builtIn === undefined ? name : { name: builtIn, size };
}
