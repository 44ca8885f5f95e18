/** What is said of the images or boxes of a run where it is shown. */
export const THING_MESSAGES = {
  things: '{count|1 [image|box]|# [images|boxes]}',
  'found-things': '{count|1 [image|box]|# [images|boxes]} of {classes|1 class|# classes}. Enter starts.',
  'suspects-found': '{suspects|1 suspect|# suspects} found',
  'suspects-among': '{suspects|1 suspect|# suspects} in {things} of {classes|1 class|# classes}',
  'exported-things':
    'Wrote {count|1 [image|box]|# [images|boxes]} to {file}: {relabelled} relabelled, {excluded} excluded, {kept} kept.',
  'none-mislabelled':
    'None of the {count} [images|boxes] of {dataset} looks mislabelled. A more thorough preset may find subtler mistakes.',
  'never-all-of-this': 'No [image|box] can be all of this: {terms}. Take one of these filters away.',
  'errors-among-others': 'The run expects about {count} more among the [images|boxes] that are no suspects.',
  'similar-in-view': '{count|1 [image|box] in view.|# [images|boxes] in view, the most similar first.}',
  'nothing-similar-in-view': 'No [images|boxes] in view.',
  'looking-for-similar': 'Looking for similar [images|boxes]…',
  'things-changed': '{count|1 [image|box] has|# [images|boxes] have} changed.',
  'cancelled-nothing-changed': 'Cancelled; no [images|boxes] or decisions were changed.',
  'things-with-fault': '[Images|Boxes] that are {fault}',
  'hint-exclude': 'Leave the [image|box] out of the dataset',
  'hint-similar': 'Find similar [images|boxes], of all that are selected together',
  'size-of-things': '[Image|Box] size',
  'as-network-saw': 'The [image|box] as the network saw it',
  'open-picture': 'Open [Image|Picture]',
  'copied-picture': 'Copied the [image|picture].',
  'low-quality-things': '{below} of {all|1 [image|box] has|# [images|boxes] have} a label quality below 0.5.',
  'low-quality-things-cut':
    '{below} of {all|1 [image|box] has|# [images|boxes] have} a label quality below 0.5; suspects are those up to {cut}.',
  'trained-on-all': '{models}, trained on all [images|boxes]',
  'column-of-things': '[Images|Boxes]',
  'things-on-log-scale': '[Images|Boxes], on a logarithmic scale',
  'all-things': 'All [images|boxes]',
  'things-unreadable': '[Images|Boxes] that could not be read',
} as const;
