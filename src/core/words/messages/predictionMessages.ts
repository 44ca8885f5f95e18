/** What is wrong with predictions made elsewhere, or with the labels they are held against. */
export const PREDICTION_MESSAGES = {
  'predictions-two-path-columns': '{file} has more than one column of paths ({columns}); keep one.',
  'predictions-class-count-named':
    '{file} has {columns|# column|# columns} of probabilities, and {named|# class is|# classes are} named for {columns|it|them}; name one for each column.',
  'predictions-class-count':
    '{file} has {columns|# column|# columns} of probabilities, and {root} has {count|# class|# classes} ({classes}); name the classes in the order of the columns.',
  'predictions-class-missing':
    '{file} has no column for the {count|class|classes} {classes} of the dataset; its columns are {columns}. Name each column after its class, or give the classes in the order of the columns.',
  'predictions-classes-contradict':
    '{file} names column {place} "{column}", and it is said to be the class {named}; give the classes in the order of the columns, or leave them out.',
  'predictions-columns-respelt':
    '{file}: the {count|column|columns} {columns} {count|was|were} taken for the {count|class|classes} {classes}, whose {count|name is|names are} written otherwise.',
  'predictions-columns-left-out': '{file}: column {columns} is no class of the dataset, and was left out.',
  'predictions-many-columns-left-out':
    '{file}: the columns {columns} are no classes of the dataset, and were left out.',
  'predictions-exchanged':
    '{file}: {share} of the images labelled {given} have their highest probability in the column taken for {predicted}, and likewise for {count|# class|# classes} in all: the columns or rows are not in the order that was assumed. Name the classes in the order of the columns, or say which image each row is about.',
  'predictions-exchanged-suggest':
    '{file}: {share} of the images labelled {given} have their highest probability in the column taken for {predicted}, and likewise for {count|# class|# classes} in all: the columns or rows are not in the order that was assumed. By the labels, the classes in the order of the columns are: {order}. Name them in the right order, or say which image each row is about.',
  'predictions-exchanged-named':
    '{file}: {share} of the images labelled {given} are predicted as {predicted}, and likewise for {count|# class|# classes} in all, as if their labels, columns or rows were exchanged; check them before you trust the suspects of these classes.',
  'predictions-rows-disagree':
    '{file}: from {first} to {last}, {share} of the predictions disagree with the labels, {elsewhere} elsewhere; check that these rows are in the right order.',
  'predictions-agree-rarely':
    '{file}: the predictions name the given label of only {agreeing} of the images, although they give their likeliest class {sure} on average; check that the rows are in the right order.',
  'rows-order-taken':
    'The rows of {file} fit the labels far better in another order than {assumed}; they were taken in {taken}. If that is wrong, say which image each row is about.',
  'rows-order-open':
    'The rows of {file} were taken in {taken}: {row} is {image}. In {other} it would be {otherImage}, and the labels do not tell which is right; if it is the latter, give an order file.',
  'order-sorted-paths': 'the order of the sorted paths',
  'order-label-rows': 'the order of the label file',
  'order-by-class': "the order of torchvision's ImageFolder, class by class",
  'order-by-folder': 'folder-by-folder order',
  'order-natural': 'the order of the numbers in the names (2 before 10)',
  'order-natural-by-folder': 'folder-by-folder order, by the numbers in the names (2 before 10)',
  'order-caseless': 'an order that ignores upper and lower case',
  'predictions-numbers-counted':
    '{file}: the class folders are numbers, and rows and columns fit the labels far better in the order of their values than in that of their text. Name the classes in the order of the columns ({order}), and give an order file for the rows.',
  'predictions-numbers-as-text':
    '{file}: the class folders are numbers, and its columns were taken in the order of their text, {taken}; if they are in that of their values, name the classes in the order of the columns.',
  'predictions-class-twice': 'Two columns of {file} have the same class; name each class once.',
  'predictions-row-count':
    "{file} has {rows|# row|# rows}, and there {expected|is|are} {expected} of {what}; give one row for each, or say which image each row is about: in a CSV with a column 'path', or with an order file.",
  'rows-of-images': 'the labelled images in {root}, sorted by path',
  'rows-of-table': 'the rows of {file}',
  'predictions-image-twice': '{file}, {row}: {image} has a row already; leave one row per image.',
  'predictions-name-no-image':
    'No row of {file} names an image in {root}; give paths relative to that folder, such as {example}.',
  'predictions-none': '{file} holds no predictions; give one row for each image.',
  'predictions-no-samples': '{file} holds no predictions; give one row for each sample.',
  'predictions-shape': '{file} has shape ({shape}); give one row per image and one column per class.',
  'predictions-few-columns':
    '{file} has {columns|# column|# columns} of probabilities; give one for each class, two at least.',
  'predictions-other-kind':
    '{file} is neither .npy nor .csv; save the predictions with numpy.save or as a CSV.',
  'predictions-bad-row': '{file}, {row}{problem}.',
  'row-counted-from-0': 'row {row} (counted from 0)',
  'line-number': 'line {line}',
  'predictions-too-large':
    '{file} takes {gigabytes} GB of memory, which there is not; save it as float32, or in parts.',
  'order-column-ambiguous':
    "Cannot tell which column of {file} holds the image paths ({columns}); name it 'path'.",
  'no-number': ', column {column}: {value} is not a number; give a probability for each class',
  'empty-cell': 'an empty cell',
  'decimal-comma': ', column {column}: "{value}" is not a number; write decimals with a point',
  'percent-cell': ', column {column}: {value} is a percentage; write it as a share of 1',
  'no-probability': ', column {column}: {value} is not a probability; apply softmax to logits before saving',
  'no-class-column':
    ', column {column}: {value} is no probability of a class, as the other columns sum to 1 without it; leave that column out',
  'probabilities-percent': ': the numbers sum to 100, so they seem to be percentages; divide them by 100',
  'probabilities-logarithms':
    ': the numbers seem to be logarithms of probabilities; save their exponentials (exp)',
  'probabilities-sum':
    ': the probabilities sum to {sum} instead of 1; give one probability for each class, and no other column',
  'no-predictions': 'There are no predictions; give one row for each sample.',
  'one-prediction-column':
    'Predictions have {columns|# column|# columns}; give one for each class, two at least.',
  'label-count':
    'There {labels|is # label|are # labels} for {rows|# row|# rows} of predictions; give one label for each row.',
  'label-no-class':
    'Row {row}: {label} is not a class index; with {columns} columns they go from 0 to {last}.',
  'class-count-named':
    'There {classes|is # class|are # classes} for {columns|# column|# columns} of predictions; name one class for each column.',
  'label-unknown': "The label '{label}' is none of the given classes.",
  'label-without-column':
    "The label '{label}' is the name of no column of the predictions ({columns}); name each column after its class, or give the classes in column order.",
  'score-other-image':
    '{file}, {row} is about {image}, but line {line} of {labels} is about {labelled}. Put both in the same order, or give the folder of the images, so that each row is found by its path.',
  'label-kinds':
    'There {labels|is only # label|are # different labels} ({names}) for {columns|# column|# columns} of predictions; give the classes in column order.',
} as const;
