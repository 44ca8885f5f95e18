/** What is wrong with what a program gives to the library. */
export const LIBRARY_MESSAGES = {
  'library-option-value': 'The option {option} is {allowed}, not {value}.',
  'library-option-unknown': 'There is no option {option}; there are {options}.',
  'library-no-run': '{root} has not been searched; search it first, with analyze() or `label-review scan`.',
  'library-no-labels': 'labels is no list of numbers; give one class index for each row of predProbs.',
  'library-no-rows':
    'predProbs is neither a list of rows nor an object of data, rows and columns; give one row for each label and one column for each class.',
  'library-ragged-row':
    'predProbs, row {row} (counted from 0): its length is {columns}, that of the first row {expected}; give one probability for each class in every row.',
  'library-flat-size':
    'predProbs: its data is no Float32Array or Float64Array of {rows} × {columns} numbers; give one row for each label and one column for each class.',
} as const;
