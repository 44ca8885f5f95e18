/** What a run's findings rest on. */
export const OPINION_MESSAGES = {
  'opinion-of-encoder': 'the encoder {title}',
  'opinion-of-network': 'the network',
  'judged-by-one':
    'Judged by one opinion: {opinion} (it names {agreement} of the given labels of [images|boxes] it has not seen).',
  'judged-by-two':
    'Judged by two opinions: {first} (weight {firstWeight}; it names {firstAgreement} of the given labels of [images|boxes] it has not seen) and {second} ({secondWeight}; {secondAgreement}).',
  'encoder-trained-on': '{title} was trained on {data} (licence: {licence}).',
  'encoder-trained-on-unlicensed': '{title} was trained on {data}.',
} as const;
