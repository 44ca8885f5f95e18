/** What can be filtered by, and what is wrong with a filter that was typed. */
export const QUERY_MESSAGES = {
  'term-class': 'given label',
  'term-suggested': 'suggested label',
  'term-quality': 'how surely the label is right, 0 to 1',
  'term-name': 'file name; * stands for any text',
  'term-folder': 'in this folder or one below it; . for those in no folder',
  'term-picture': 'boxes of this picture',
  'term-action': 'what was decided',
  'term-unreviewed': 'not reviewed yet, or unsure',
  'term-reviewed': 'decided',
  'term-kind': 'what it is flagged for',
  'term-contradiction': 'copies of one picture with different labels',
  'term-leak': 'copies of one picture in several of train, val and test',
  'term-duplicate': 'copies of one picture, identical or nearly',
  'term-fault': 'what may make an image unusable',
  'term-similar': 'images that look like this one; with several terms, like all of them together',
  'term-not': 'not: {hint}',
  'query-open-quote': 'The quote in {term} is not closed; write " at its end.',
  'query-unknown-filter':
    '"{name}:" is not a filter; use {filters}, or put "{term}" in quotes to look for it in names of files and classes.',
  'query-unknown-filter-like':
    '"{name}:" is not a filter. Did you mean {like}? To look for it in names of files and classes, put "{term}" in quotes.',
  'query-value-not-taken': '"{name}" takes no value; write {name} or -{name} alone.',
  'query-value-missing': '"{name}:" lacks a value ({hint}); write it after the colon.',
  'query-value-unknown': '"{name}:{value}" is unknown; write one of {known}.',
  'query-value-unknown-like': '"{name}:{value}" is unknown. Did you mean {name}:{like}? Known are {known}.',
  'query-similar-to-many':
    '{count} [images|boxes] are selected; select {most} at most to find those that are similar to them.',
  'query-not-negated': '"{term}" means nothing; write {name}: without the - before it.',
  'query-bad-comparison':
    '"quality:{value}" is not a comparison with a number; write quality:<0.2, quality:>=50% or quality:0.1..0.5.',
} as const;
