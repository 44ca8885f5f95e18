/** What is wrong with a table: of labels, of predictions, or of a run. */
export const TABLE_MESSAGES = {
  'noun-table': 'table',
  'noun-label-file': 'label file',
  'noun-predictions-file': 'predictions file',
  'noun-order-file': 'order file',
  'row-same-cells': 'the same cells',
  'row-label': 'a label',
  'row-path-and-label': 'a path and a label',
  'row-probabilities': 'the probabilities of one image',
  'row-path': 'the path of an image',
  'table-not-text':
    '{file} is not text in UTF-8 or UTF-16; save it as CSV in UTF-8 (a spreadsheet with Save As).',
  'table-empty': 'The {noun} {file} is empty; give a CSV with {row} in each row.',
  'table-is-json': '{file} holds JSON; give a CSV with {row} in each row.',
  'table-line': '{file}, line {line} {problem}.',
  'table-missing': 'There is no {noun} {file}; check the path.',
  'table-is-folder': '{file} is a folder; give the {noun} itself.',
  'table-unreadable': 'The {noun} {file} cannot be read ({code}); check its permissions.',
  'line-of-run-file': 'line {line} {problem}',
  'line-ragged':
    'has {cells|# cell|# cells} instead of {columns}; a cell that holds "{delimiter}" must be in quotes',
  'line-too-long': 'begins a row of more than {megabytes} MB; check that a quote in it is closed',
  'line-not-utf8': 'is not UTF-8, as the lines before it are; save the file as UTF-8',
  'line-open-quote': 'opens a quote that is never closed; check the quotes there',
  'line-quote-over-rows':
    'opens a quote that is closed {lines|# line|# lines} on, behind what {lines|looks like another row|look like other rows}; check the quotes there',
  'line-text-after-quote': 'has text behind a closing quote; double the quotes inside a cell',
  'line-other-columns': 'has the columns {cells} instead of {columns}',
  'labels-all-empty':
    'Column "{column}" of {file} names no image of the dataset with a label: every label in it is empty.',
  'labels-name-no-image':
    'Column "{column}" of {file} names no image of the dataset with a label: there is, for example, no "{example}" in {root}; paths must be relative to that folder or to the CSV.',
  'paths-by-end':
    '{file}: {paths|# path is not there as written, and was taken for the only image that fits its end|# paths are not there as written, and were taken for the only image that fits their end}: {written} for {image}.',
  'paths-fit-several':
    '{file}: {paths|# path is not there as written, and fits more than one image by its end|# paths are not there as written, and fit more than one image by their end}: {written} fits {images}; write {paths|it|them} relative to the dataset.',
  'label-missing':
    '{file}, line {line} has no label; give one for each row of the predictions, or leave the row out of both.',
  'labels-no-header': '{file} has no header: its first row is about {image}, and was read like the others.',
  'label-is-json':
    '{file}, line {line}: the label {label} is a list or an object; give one class name for each image, not several choices.',
  'labels-missing':
    '{file}: {rows|# row has|# rows have} no label ({written}; {rows|it|the first} is line {line}); {rows|its image is|their images are} not searched.',
  'labels-combined':
    '{file}: labels such as {labels} (line {line}) seem to be several choices for one image; {count|# such combination was taken for a class of its own|# such combinations were taken for classes of their own}. Give one label for each image.',
  'labels-contradict':
    '{file} contradicts itself: {image} is "{earlier}" in line {earlierLine} and "{later}" in line {laterLine}; leave one row per image.',
  'labels-contradict-often':
    '{file} contradicts itself: {image} is "{earlier}" in line {earlierLine} and "{later}" in line {laterLine} (and {others|# more image|# more images} like it); leave one row per image.',
  'column-missing': '{file} has no column "{column}"; its columns are: {columns}.',
  'labels-one-column':
    '{file} has only one column ({columns}); a label file needs one for the path of each image and one for its label.',
  'labels-one-per-class':
    '{file} has no column of labels: the columns that hold only 0 and 1 were taken for the classes ({columns}).',
  'labels-several-classes':
    '{file}: {rows|# row has|# rows have} 1 for more than one class ({rows|it|the first} is line {line}, with {classes}); {rows|its image is|their images are} not searched.',
  'class-column-value':
    '{file}, line {line}: "{value}" in the column of the class "{column}", which has 0 or 1 (or false or true); correct it, or name the columns with --path-column and --label-column.',
  'class-columns-missing':
    '{file} does not have a column with 0 and 1 for each of at least two classes; choose the column of the labels with --label-column.',
  'labels-columns-ambiguous':
    "Cannot tell which columns of {file} hold the image paths and the labels; its columns are: {columns}. Choose them with --path-column and --label-column, by name or, if the first row is no header, as 'column 1', 'column 2', ….",
} as const;
