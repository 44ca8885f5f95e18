/** What a run wants its reader to know. */
export const WARNING_MESSAGES = {
  'folder-left-out':
    'The folder {folder} cannot be read ({code}), so its images are left out; check its permissions.',
  'folders-left-out':
    '{folders|# more folder cannot be read, and its images are|# more folders cannot be read, and their images are} left out.',
  'special-left-out': '{file} is a pipe or a device, not an image, and is left out.',
  'specials-left-out': '{files|# more pipe or device is|# more pipes or devices are} left out.',
  'encoder-left-out-small-grey':
    'Small grey images (below {edge} px), such as digits and glyphs, are judged by the network alone; choose an encoder to have its opinion, too.',
  'network-left-out-many':
    'Of more than {most} [images|boxes] the encoder alone has an opinion; choose thorough to train a network, too.',
  'network-left-out-fast':
    'The preset fast judges photographs by the encoder alone; choose balanced to train a network, too.',
  'images-without-row':
    '{images|# [image|box] has|# [images|boxes] have} no row in {file}; {images|it is not searched and keeps its label|they are not searched and keep their labels}.',
  'rows-without-image': '{rows|# row|# rows} of {file} {rows|is|are} about no [image|box] of the dataset.',
  'predictions-by-chance':
    'The predictions agree with the labels hardly more often than by chance; check that rows and columns are in the right order ({matched}).',
  'embeddings-by-chance':
    'What the embeddings tell agrees with the labels hardly more often than by chance; check that their rows are in the right order ({matched}).',
  'matched-by-path': 'rows were matched by their path',
  'matched-by-order-file': 'rows were matched in the order of the order file',
  'matched-by-label-file': 'rows were matched in the order of the label file',
  'matched-by-sorted-paths': 'rows were matched in the order of the sorted paths',
  'form-8-bit':
    'Some images, such as {image}, hold 8-bit values in a larger range of numbers; they were read as 8-bit images.',
  'form-12-bit':
    'Some images, such as {image}, hold 12-bit values in a larger range of numbers; they were read as 12-bit images, with 4,095 for white.',
  'form-hounsfield':
    'Some images, such as {image}, hold signed 16-bit numbers; they were read as Hounsfield units, from −1,024 for black to 3,071 for white.',
  'form-signed':
    'Some images, such as {image}, hold signed 16-bit numbers; they were read from −32,768 for black to 32,767 for white.',
  'form-float':
    'Some images, such as {image}, hold floating-point numbers; they were read from 0 for black to 1, or the range of 16 bits, for white.',
  'form-bands':
    'Some images, such as {image}, have bands that are neither colours nor opacity, such as near infrared; the first three were read as red, green and blue, of two bands the first as grey.',
  'form-pages':
    'Some images, such as {image}, have several pages; only the first was read. Save each page as an image of its own if the others count.',
  'form-transparent':
    'Some images, such as {image}, are transparent all over; their colours were read as if they were not.',
  'images-unseen':
    '{count|This [image|box]|These [images|boxes]} cannot be read; only {count|its|their} predictions were looked at: {paths}.',
  'images-unseen-more':
    'These [images|boxes] cannot be read; only their predictions were looked at: {paths} and {more} more.',
  'classes-too-small':
    '{count|A class|Classes} with too few [images|boxes] to learn from{count||, # in all}: {classes}. The model that judges such [an image|a box] has seen no other or only one of its class, so it is a suspect whatever it shows; add [images|boxes], or decide about these by hand.',
  'training-part': 'Training of part {part} of {parts}',
  'training-whole': 'Training',
  'training-by-chance': '{training} did no better than chance.',
  'training-repeated': '{training} with the {loss} loss collapsed and was repeated with cross-entropy.',
  'training-repeated-by-chance':
    '{training} with the {loss} loss collapsed and was repeated with cross-entropy, which did no better than chance either.',
  'learnt-by-heart-judged-by-others':
    'The models predict {seen} of the given labels of [images|boxes] they have seen, {heldOut} of others: they have learnt labels by heart, so every [image|box] is judged by the model that has not seen it.',
  'learnt-by-heart':
    'The models predict {seen} of the given labels of [images|boxes] they have seen, {heldOut} of others: they have learnt labels by heart, which can hide errors; train fewer epochs, or set folds to 5.',
} as const;
