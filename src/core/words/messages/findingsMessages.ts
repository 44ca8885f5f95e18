/** What a run has found, beside the suspects themselves. */
export const FINDINGS_MESSAGES = {
  'one-expected-error': 'About 1 label is expected to be wrong ({low} to {high}).',
  'expected-errors': 'About {count} labels are expected to be wrong ({low} to {high}).',
  'expected-precision': 'Of the suspects, {precision} are expected to be; they hold {recall} of the errors.',
  'frequent-pairs': 'Most frequent: {pairs}.',
  'one-picture-in-copies': 'One picture is there in several copies ({images} images)',
  'pictures-in-copies': '{count} pictures are there in several copies ({images} images)',
  'copies-found': '{copies}.',
  'copies-found-with': '{copies}: {details}.',
  'copies-with-different-labels': '{count} with different labels',
  'copies-in-several-splits': '{count} in more than one split',
  'faults-found': 'Images that may be unusable: {faults}.',
  'fault-count': '{count} {fault}',
  'one-off-topic': 'One image may show none of the classes.',
  'off-topic': '{count} images may show none of the classes.',
  'one-new-suspect': '1 new suspect',
  'new-suspects': '{count} new suspects',
  'as-before-resuggested': '{count} as before ({resuggested} with another suggestion)',
  'as-before': '{count} as before',
  'since-run-before':
    'Since the run before: {appeared}, {unchanged}, {reviewed} decided by you, {cleared} no longer in doubt.',
} as const;
