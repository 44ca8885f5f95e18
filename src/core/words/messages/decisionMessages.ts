/** What becomes of decisions where images, labels or the journal have changed. */
export const DECISION_MESSAGES = {
  'journal-replaced':
    'The journal of decisions was changed by another program and read again: this is what it says now.',
  'journal-removed':
    'The journal of decisions was emptied or removed by another program: nothing is decided now.',
  'journal-replaced-no-step':
    'The journal of decisions was changed by another program and read again. Nothing was undone or redone: its last step is another one now.',
  'undecided-gone':
    '{path} is gone, so nothing is decided about it. Put it back, or find wrong labels again.',
  'undecided-replaced':
    '{path} is another [image|box] than the one that was judged, so nothing is decided about it. Find wrong labels again.',
  'undecided-file-changed':
    '{file} was changed since the search, so nothing is decided about {count|# image|# images} in it. Find wrong labels again.',
  'undecided-not-unpacked':
    'What was unpacked out of {file} was deleted with the cache, so nothing is decided about {count|# image|# images} in it. Find wrong labels again: that unpacks {count|it|them}.',
  'unpacked-gone':
    'What was unpacked out of {files} was deleted with the cache, so nothing can be decided about images in {count|it|them}. Find wrong labels again: that unpacks them.',
  'picture-lost':
    '{path} can no longer be read out of {file}: it was changed, moved, or deleted with the cache. Find wrong labels again.',
  'picture-large': '{path} takes {size}, too much to be shown here.',
  'undecided-changed':
    'Nothing is decided about {count|# [image|box]|# [images|boxes]} that {count|is|are} gone or replaced since the search, {path} first. Find wrong labels again.',
  'decision-follows': 'A decision has followed its [image|box] to another path: {images}.',
  'decisions-follow': '{count} decisions have followed their [images|boxes] to other paths: {images}.',
  'followed-to': '{path} is now {movedTo}',
  'label-file-newer':
    '{file} has been written since this search: shown and exported are the labels as they were then. Find wrong labels again to take in what has changed.',
  'image-path': '{path}',
  'decided-image-missing':
    '[An image|A box] that was decided about is no longer where this run has found it: {images}. Search again to have its decision follow it.',
  'decided-images-missing':
    '{count} [images|boxes] that were decided about are no longer where this run has found them: {images}. Search again to have their decisions follow them.',
  'decision-unplaced':
    'A decision is not applied, because its [image|box] or the label has changed since: {images}. Decide anew, or take the change back.',
  'decisions-unplaced':
    '{count} decisions are not applied, because their [images|boxes] or the labels have changed since: {images}. Decide anew, or take the changes back.',
  'unplaced-gone': '{path} (no longer there)',
  'unplaced-replaced':
    '{path} ([another picture is there now|another box has this number now, or its picture has changed])',
  'unplaced-label': '{path} (its label was {was} and is {is} now)',
  'unplaced-moved': '{path} (now {movedTo}; its label was {was} and is {is} now)',
  'decision-contradicts':
    'Decisions about [an image|a box] differ, and the one that counts, as the last in the journal, is not the latest one, as after a merge: {images}. Decide anew to settle it.',
  'decisions-contradict':
    'Decisions about {count} [images|boxes] differ, and those that count, as the last in the journal, are not the latest ones, as after a merge: {images}. Decide anew to settle them.',
  'contradiction-of': '{path} ({counts} counts, {later} is later)',
  'said-relabel': 'relabel to {label}',
  'said-keep': 'keep',
  'said-exclude': 'exclude',
  'said-unsure': 'unsure',
  'said-nothing': 'nothing',
  'classes-not-learnt':
    'Nothing is learnt from [images|boxes] that were relabelled to classes which no [image|box] of the dataset has: {classes}. Write the new labels into the dataset to have them learnt.',
  'class-count': '{label} ({count})',
  'listed-with': '{first}, {next}',
  'listed-and-more': '{listed} and {more} more',
} as const;
