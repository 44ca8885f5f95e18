import type { EncoderInfo, Opinion, Opinions } from '../run/opinions';
import { message, wordKept, wordMessage, type Message, type Wording } from './message';

/** Which opinions a run's findings rest on, what each weighs and why, what the encoder comes from, and why one was left out. */
export function describeOpinions({ formed, leftOut, encoder }: Opinions, wording: Wording): string[] {
  const judged = describeFormed(formed, encoder, wording);
  const origin = encoder && describeOrigin(encoder);
  return [
    ...[judged, origin].flatMap((sentence) => (sentence ? [wordMessage(sentence, wording)] : [])),
    ...leftOut.map(({ reason }) => wordKept(reason, wording)),
  ];
}

const WEIGHT_DIGITS = 2;

function describeFormed(
  formed: readonly Opinion[],
  encoder: EncoderInfo | undefined,
  { numbers }: Wording,
): Message | undefined {
  const nameOf = ({ by }: Opinion): Message =>
    by === 'network'
      ? message('opinion-of-network')
      : message('opinion-of-encoder', { title: encoder?.title ?? '' });
  const [first, second] = [...formed].sort((a, b) => b.weight - a.weight);
  if (first === undefined) return undefined;
  if (second === undefined)
    return message('judged-by-one', { opinion: nameOf(first), agreement: { share01: first.agreement } });
  return message('judged-by-two', {
    first: nameOf(first),
    firstWeight: numbers.decimal(first.weight, WEIGHT_DIGITS),
    firstAgreement: { share01: first.agreement },
    second: nameOf(second),
    secondWeight: numbers.decimal(second.weight, WEIGHT_DIGITS),
    secondAgreement: { share01: second.agreement },
  });
}

function describeOrigin({ title, trainedOn, licence }: EncoderInfo): Message | undefined {
  if (trainedOn === undefined) return undefined;
  return licence === undefined
    ? message('encoder-trained-on-unlicensed', { title, data: trainedOn })
    : message('encoder-trained-on', { title, data: trainedOn, licence });
}
