/** What is wrong with a folder of images. */
export const DATASET_MESSAGES = {
  'folder-is-file': '{root} is not a folder; choose the folder that holds the images.',
  'folder-missing': 'There is no folder {root}; check the path.',
  'folder-unreadable': 'The folder {root} cannot be read ({code}); check its permissions.',
  'folder-without-images':
    'There are no images in {root}; choose a folder with JPEG, PNG, WebP, GIF, TIFF, AVIF or BMP files.',
  'pictures-left-out':
    '{count|# picture of a kind|# pictures of kinds} that {count|is|are} not read ({kinds}), such as {example}, {count|is|are} left out; save {count|it|them} as JPEG or PNG.',
  'folder-of-unread-images': 'There are no images in {root} that can be read: {left}',
  'folder-of-unused-holder':
    'There are no images in {root}, and none could be found in {file}: check that it is whole, and has {wanted}.',
  'wanted-in-parquet': 'a column of images with their bytes, and one of labels',
  'wanted-in-archive': 'images in it, as JPEG, PNG, WebP, GIF, TIFF, AVIF or BMP files',
  'wanted-in-arrays': 'an array of pictures, such as x, and one of their labels, such as y',
  'one-class-in-table':
    'Column "{column}" of {file} gives every image the label "{label}"; finding wrong labels takes at least two classes.',
  'beside-unused-labels':
    '{problem} If its labels are in {file}: nothing in it could be used; check that it is whole and names images that are there, as they are called.',
  'no-class-folders':
    'The images lie directly in {root}; put them in one subfolder per class, or give a CSV of labels.',
  'one-class-folder':
    '{root} has images in one subfolder only, "{folder}"; a dataset needs one subfolder per class and at least two classes.',
  'folder-above-dataset':
    '{root} has images in one subfolder only, "{folder}"; did you mean the folder "{folder}" itself, with the classes {classes}?',
  'classes-merged':
    'Names that differ only in how Unicode composes them, which looks the same, were taken for one class: {classes}.',
  'classes-alike':
    'Some classes differ only in how they are written, and may be meant to be one: {classes}. If so, give them the same name.',
  'class-like-no-value':
    'The class "{class}" ({images|# [image|box]|# [images|boxes]}) is what programs write where there is no label; if it is none, leave the label of {images|this image|these images} empty.',
  'splits-without-classes':
    'The images in {root} lie in {folders} without class folders: those are splits of a dataset, not classes. Put the images of each split in one subfolder per class, or give a CSV of labels.',
  'folders-taken-for-splits': 'Taken for splits of the dataset, whose subfolders are the classes: {folders}.',
  'split-without-classes':
    '{folder}: a split without class folders; its {images|# image has no label and is|# images have no label and are} not searched.',
  'folder-beside-splits':
    '{folder}: lies beside splits and does not have their class folders; its {images|# image has no label and is|# images have no label and are} not searched.',
  'class-holding-classes':
    'The folder {folder} was taken for a class, although it is named like a split of a dataset; if its subfolders ({classes}) are the classes, choose that folder instead.',
  'class-named-like-split':
    'The folder {folder} was taken for a class, although it is named like a split of a dataset.',
  'classes-named-like-parts':
    'The folders {folders} were taken for the classes; if they are only parts of the dataset, give a CSV of labels.',
  'folders-alike-inside':
    'The folders {folders} were taken for the classes, and all hold the same subfolders ({inside}); if those are the classes, give a CSV of labels.',
  'annotations-stray':
    '{annotations} is about {images|# image|# images} of {all} and is not read, as the class folders say what all of them show; it is with --format {format}.',
  'format-of-several':
    '{root} can be read in more than one way: {formats}. Say which is meant, with --format {first} or --format {second}.',
  'format-not-found':
    '{root} does not hold a dataset in the form of {format}; leave the format out to have it found out.',
  'one-class-in-annotations':
    'All labels in {root} are "{label}"; finding wrong labels takes at least two classes.',
  'annotations-without-labels':
    'No image in {root} has a label in {files}; check that the names of the images fit.',
  'pixels-do-not-fit-disk':
    'At this image size the decoded images take {size}, which cannot be written to {folder} ({code}); make room there, or choose a smaller image size.',
  'pixels-do-not-fit-memory':
    'At this image size the decoded images take {size}, more memory than there is; choose a smaller image size.',
  'pixels-lost':
    'The decoded images in {file} were changed or deleted during the run ({why}); start it again.',
  'pixels-cut-off': 'it is too short',
  'pixels-unreadable': 'it cannot be read',
} as const;
