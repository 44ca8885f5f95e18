/** What is wrong with the annotations of pictures. */
export const BOX_MESSAGES = {
  'boxes-of-crowds':
    '{file}: {boxes|# annotation stands|# annotations stand} for a crowd of objects, such as {example}; {boxes|it is|they are} not searched.',
  'boxes-without-area':
    '{file}: {boxes|# box is|# boxes are} left out for having no width or height, such as {example}.',
  'boxes-outside':
    '{file}: {boxes|# box lies|# boxes lie} outside of {boxes|its picture|their pictures} and {boxes|is|are} left out, such as {example}.',
  'boxes-beyond':
    '{file}: {boxes|# box reaches|# boxes reach} beyond {boxes|its picture|their pictures} and {boxes|is|are} cut at the edge, such as {example}.',
  'boxes-without-image':
    '{file}: {boxes|# annotation is|# annotations are} about images that it does not list, and left out, such as {example}.',
  'boxes-without-class':
    '{file}: {boxes|# annotation is|# annotations are} left out for having a class that is not listed, such as {example}.',
  'boxes-repeated':
    '{file}: {boxes|# annotation repeats another one and counts|# annotations repeat others and count} once, such as {example}.',
  'boxes-with-one-id':
    '{file}: {boxes|# annotation has|# annotations have} the id of another one on the same image, and {boxes|is|are} left out, such as {example}; give each an id of its own.',
  'boxes-in-two-files':
    '{file}: {boxes|# annotation is|# annotations are} in {first}, too, with another class or box, and {boxes|was|were} taken from there, such as {example}. What you exclude there comes back from here: remove the file that is not meant.',
  'annotations-without-box':
    '{file}: {boxes|# annotation has|# annotations have} no box, unlike others, and {boxes|is|are} left out, such as {example}.',
  'images-of-several-classes':
    '{file}: {images|# image has|# images have} more than one class and {images|is|are} left out, such as {image} ({classes}).',
  'images-of-two-files':
    '{first} and {second} say different classes of {images|# image, which is|# images, which are} left out, such as {image} ({classes}); remove the file that is not meant.',
  'pictures-not-there':
    '{file}: {pictures|# picture that it lists is|# pictures that it lists are} not there, such as {example}.',
  'ids-used-again':
    '{file}: {ids|# id of annotations is|# ids of annotations are} used for more than one picture, such as {example}; they are told apart by their pictures.',
  'sizes-other-than-said':
    '{file}: of {looked|# picture|# pictures} looked at {pictures|# has|# have} another size than it says ({example}); the boxes were taken for pixels of the files as they are.',
  'class-of-several-ids': '{file}: the class {classes} has more than one id; they were taken for one class.',
  'keypoints-left-out':
    '{file}: holds key points of images whose boxes are in other files; it is not searched.',
  'json-cut-off': '{file} is cut off: it ends inside its lists; save or download it again.',
  'json-goes-on':
    '{file} goes on behind the brace that ends its lists, as where two files were put together; leave one of them, or export it again.',
  'json-list-entry': '{file}: entry {number} of "{list}" {problem}; correct it, or export the file again.',
  'entry-no-json': 'is not JSON',
  'entry-too-long': 'is longer than {megabytes} MB',
  'entry-without': 'has no usable "{key}"',
  'image-id-twice':
    '{file}: the images {first} and {second} have the same id, {imageId}, so nobody can tell which of them its annotations are about; give each image an id of its own.',
  'class-id-twice':
    '{file}: the classes {first} and {second} have the same id, {classId}, so nobody can tell which of them its annotations mean; give each class an id of its own.',
  'boxes-in-shares':
    '{file}: all boxes are numbers from 0 to 1, such as {example}; COCO has them in pixels. Multiply them by the width and height of their pictures.',
  'lines-unreadable':
    '{lines|# line of a label file is not a class and a box, and is|# lines of label files are not a class and a box, and are} left out, such as {example}.',
  'lines-not-shares':
    '{lines|# line of a label file has|# lines of label files have} numbers that are not from 0 to 1, and {lines|is|are} left out, such as {example}; YOLO has boxes in shares of the picture.',
  'lines-with-confidence':
    '{lines|# line of a label file ends|# lines of label files end} in a sixth number, such as {example}, which was taken for a confidence and not used.',
  'lines-in-pixels':
    'The boxes in the label files are not in shares of their pictures, from 0 to 1, as those of YOLO are ({example}); divide them by the width and height of the pictures.',
  'boxes-in-unread-pictures':
    '{boxes|# box is|# boxes are} left out, as {pictures|a picture|# pictures} cannot be read, such as {example}.',
  'classes-without-names':
    'There is no list of class names (data.yaml, classes.txt), so the classes are the numbers in the label files.',
  'classes-from-one':
    '{file} has {classes|# class|# classes}, with the numbers 0 to {last}, but the label files use 1 to {most}: they seem to count from 1. Subtract 1 from each class, or put a class in front of the list.',
  'class-lists-differ':
    '{first} and {second} have different lists of classes; remove the one that is not meant, or open the folder of one dataset.',
  'class-list-unreadable': '{file} cannot be read ({code}); check its permissions.',
  'label-file-too-large': '{file} has {size}, more than any label file of a picture; check what it holds.',
  'yaml-damaged': '{file} is damaged at line {line} ({reason}); correct it there.',
  'split-not-there': '{file} names "{entry}", where no images are; nothing of it is searched.',
  'labels-outside-splits':
    '{pictures|# picture with a label file is|# pictures with label files are} in none of the folders and lists that {file} names, and {pictures|is|are} not searched, such as {example}.',
} as const;
