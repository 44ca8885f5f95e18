/** What is wrong with predictions made elsewhere, or with the labels they are held against. */
export const PREDICTION_MESSAGES = {
  'predictions-two-path-columns': '{file} has more than one column of paths ({columns}); keep one.',
  'predictions-class-count-named':
    '{file} has {columns} columns of probabilities, and {named} classes are named for them; name one for each column.',
  'predictions-class-count':
    '{file} has {columns} columns of probabilities, and {root} has {count} classes ({classes}); name the classes in the order of the columns.',
  'predictions-class-missing':
    '{file} has no column for the class {classes} of the dataset; its columns are {columns}.',
  'predictions-class-twice': 'Two columns of {file} have the same class; name each class once.',
  'predictions-row-count':
    "{file} has {rows} rows, and there are {expected} of {what}; give one row for each, or say which image each row is about: in a CSV with a column 'path', or with an order file.",
  'predictions-image-twice': '{file}, {row}: {image} has a row already; leave one row per image.',
  'predictions-name-no-image':
    'No row of {file} names an image in {root}; give paths relative to that folder, such as {example}.',
  'predictions-none': '{file} holds no predictions; give one row for each image.',
  'predictions-no-samples': '{file} holds no predictions; give one row for each sample.',
  'predictions-shape': '{file} has shape ({shape}); give one row per image and one column per class.',
  'predictions-few-columns':
    '{file} has {columns} columns of probabilities; give one for each class, two at least.',
  'predictions-one-column': '{file} has 1 column of probabilities; give one for each class, two at least.',
  'predictions-other-kind':
    '{file} is neither .npy nor .csv; save the predictions with numpy.save or as a CSV.',
  'predictions-bad-row': '{file}, {row}{problem}.',
  'row-counted-from-0': 'row {row} (counted from 0)',
  'line-number': 'line {line}',
  'predictions-too-large':
    '{file} takes {gigabytes} GB of memory, which there is not; save it as float32, or in parts.',
  'order-column-ambiguous':
    "Cannot tell which column of {file} holds the image paths ({columns}); name it 'path'.",
  'no-probability': ', column {column}: {value} is not a probability; apply softmax to logits before saving',
  'probabilities-sum': ': the probabilities sum to {sum} instead of 1; give one probability per class',
  'no-predictions': 'There are no predictions; give one row for each sample.',
  'one-prediction-column': 'Predictions have {columns} column; give one for each class, two at least.',
  'label-count': 'There are {labels} labels for {rows} rows of predictions; give one label for each row.',
  'label-no-class':
    'Row {row}: {label} is not a class index; with {columns} columns they go from 0 to {last}.',
  'class-count-named':
    'There are {classes} classes for {columns} columns of predictions; name one class for each column.',
  'label-unknown': "The label '{label}' is none of the given classes.",
  'label-kinds':
    'There are {labels} different labels for {columns} columns of predictions; give the classes in column order.',
} as const;
