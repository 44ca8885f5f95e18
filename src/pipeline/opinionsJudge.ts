import { heldOutAgreement, mixOpinions } from '../core/labelNoise/mixOpinions';
import type { EncoderInfo, Opinion, Opinions } from '../core/run/opinions';
import type { Progress } from '../core/run/progress';
import type { ImagesToJudge, Judge, Judgement, JudgeTraining, PreparedJudge, TrainedOrigin } from './judge';

/** The opinions to be formed of a dataset. */
export interface OpinionJudges {
  readonly network?: Judge | undefined;
  readonly encoder?: Judge | undefined;
  readonly encoderInfo?: EncoderInfo | undefined;
  readonly leftOut: Opinions['leftOut'];
  /** As in `PreparedJudge`. */
  readonly shown?: PreparedJudge['shown'];
}

/** Has a network and a head on an encoder judge the images, as far as there are such, and mixes what they say. */
export function createOpinionsJudge(
  choose: (...of: Parameters<Judge['prepare']>) => Promise<OpinionJudges>,
): Judge {
  return {
    async *prepare(dataset) {
      const chosen = await choose(dataset);
      const network = chosen.network && (yield* chosen.network.prepare(dataset));
      const encoder = chosen.encoder && (yield* chosen.encoder.prepare(dataset));
      const prepared = [network, encoder].filter((judge) => judge !== undefined);
      return {
        inputs: prepared.flatMap(({ inputs }) => inputs),
        shown: chosen.shown,
        classes: dataset.index.classes,
        ...(encoder?.choice && { choice: encoder.choice }),
        trainings: trainingsOf({ network, encoder }),
        judge: (images) => judgeByBoth(images, { network, encoder, chosen }),
      };
    },
  };
}

type PreparedOpinions = Pick<Prepared, 'network' | 'encoder'>;

/** What either is to look at, of the forms that both have asked for. */
function inputsFor({ network }: PreparedOpinions, images: ImagesToJudge) {
  const ofNetwork = network?.inputs.length ?? 0;
  return {
    network: { ...images, inputs: images.inputs.slice(0, ofNetwork) },
    encoder: { ...images, inputs: images.inputs.slice(ofNetwork) },
  };
}

const trainingsOf = (prepared: PreparedOpinions): readonly JudgeTraining[] =>
  (['encoder', 'network'] as const).flatMap((by) =>
    (prepared[by]?.trainings ?? []).map((training) => ({
      ...training,
      task: (images: ImagesToJudge) => training.task(inputsFor(prepared, images)[by]),
    })),
  );

interface Prepared {
  readonly network: PreparedJudge | undefined;
  readonly encoder: PreparedJudge | undefined;
  readonly chosen: OpinionJudges;
}

async function* judgeByBoth(
  images: ImagesToJudge,
  { network, encoder, chosen }: Prepared,
): AsyncGenerator<Progress, Judgement> {
  const inputs = inputsFor({ network, encoder }, images);
  // The quicker one first: what is wrong with labels or options shows soon.
  const byEncoder = encoder && (yield* encoder.judge(inputs.encoder));
  const byNetwork = network && (yield* network.judge(inputs.network));
  return joinJudgements(images.labels, { byEncoder, byNetwork, chosen });
}

interface Judged {
  readonly byNetwork: Judgement | undefined;
  readonly byEncoder: Judgement | undefined;
  readonly chosen: OpinionJudges;
}

function joinJudgements(labels: Int32Array, { byNetwork, byEncoder, chosen }: Judged): Judgement {
  const { encoderInfo: encoder, leftOut } = chosen;
  if (byNetwork === undefined || byEncoder === undefined) {
    const only = byNetwork ?? byEncoder;
    if (only === undefined) throw new Error('No opinion was formed.');
    const agreement = heldOutAgreement(labels, only);
    const by = byNetwork === undefined ? 'encoder' : 'network';
    return { ...only, opinions: { formed: [{ by, weight: 1, agreement }], leftOut, encoder } };
  }
  const { predProbs, heldOut, weights, agreements } = mixOpinions(labels, [byNetwork, byEncoder]);
  const formed: Opinion[] = (['network', 'encoder'] as const).map((by, at) => ({
    by,
    weight: weights[at]!,
    agreement: agreements[at]!,
  }));
  const opinions: Opinions = { formed, leftOut, encoder, head: headOf(byEncoder) };
  return {
    ...byNetwork,
    predProbs,
    heldOut,
    opinions,
    embedded: byEncoder.embedded,
    memorization: byEncoder.memorization ?? byNetwork.memorization,
    evidence: joinEvidence(byNetwork.evidence, byEncoder.evidence),
    networkPredictions: { predProbs: byNetwork.predProbs, heldOut: byNetwork.heldOut },
    warnings: [...new Set([...byEncoder.warnings, ...byNetwork.warnings])],
  };
}

/** What the network's training shows, with the opinions of the heads; a network that was not trained now shows nothing. */
function joinEvidence(
  ofNetwork: Judgement['evidence'],
  ofEncoder: Judgement['evidence'],
): Judgement['evidence'] {
  if (ofNetwork === undefined || ofEncoder === undefined) return ofNetwork ?? ofEncoder;
  return { ...ofNetwork, opinions: [...ofEncoder.opinions, ...ofNetwork.opinions] };
}

function headOf({ origin }: Judgement): Opinions['head'] {
  if (!('plan' in origin)) return undefined;
  const { plan, training }: TrainedOrigin = origin;
  return { plan, training: training ?? [] };
}
