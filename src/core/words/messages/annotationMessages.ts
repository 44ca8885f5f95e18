/** What is wrong with the files of annotations of a dataset, and what of them is left out. */
export const ANNOTATION_MESSAGES = {
  'xml-damaged': 'The XML in {file} is damaged at line {line}; save or export it again.',
  'xml-not-text': '{file} is not text in the encoding that it names ({encoding}); save it again, in UTF-8.',
  'xml-with-entities':
    '{file} declares entities (<!ENTITY>), which are not read; remove the lines that declare them.',
  'xml-too-large': '{file} holds a text of more than {most} in one piece, which no annotation has.',
  'annotations-unreadable': '{file} cannot be read ({code}); check its permissions.',
  'annotation-files-damaged':
    '{count|# file of annotations is|# files of annotations are} left out, for what is wrong with {count|it|the first}: {why}',
  'annotated-images-missing':
    '{count|# annotated image is|# annotated images are} not in the folder, such as that of {example}, and {count|is|are} left out.',
  'annotated-images-unclear':
    '{count|# annotated image may be|# annotated images may be} one of several, such as that of {example}, and {count|is|are} left out.',
  'annotated-twice':
    '{count|# image is|# images are} annotated more than once, such as {example}; only the first {count|was|of each were} taken.',
  'annotations-without-class':
    '{count|# annotation has|# annotations have} no class, such as {example}, and {count|is|are} left out.',
  'annotations-unboxed':
    '{count|# annotation has|# annotations have} no box that can be read, such as {example}, and {count|is|are} left out.',
  'boxes-of-no-area':
    '{count|# box has|# boxes have} no area, such as {example}, and {count|is|are} left out.',
  'boxes-outside-said-size':
    '{count|# box lies|# boxes lie} outside of the picture by the size that {count|its file says|their files say}, such as {example}; where that is right, {count|it|they} cannot be looked at.',
  'tasks-no-objects':
    '{count|# entry of a list of tasks is no task|# entries of lists of tasks are no tasks}, such as {example}, and {count|is|are} left out.',
  'shapes-without-area':
    '{count|# annotation is a point or a line|# annotations are points or lines}, such as {example}, and {count|is|are} left out.',
  'images-of-several-labels':
    '{count|# image has|# images have} more than one label, such as {example}, and {count|is|are} left out.',
  'image-labels-beside-boxes':
    '{count|# label is that of a whole image|# labels are those of whole images}, such as {example}, and {count|is|are} left out, as more boxes have labels.',
  'boxes-beside-image-labels':
    '{count|# box has a label|# boxes have labels}, such as {example}, and {count|is|are} left out, as more whole images have labels.',
  'json-damaged': 'The JSON in {file} is damaged or not in UTF-8; save or export it again.',
  'json-too-large': '{file} has {size} of JSON, and at most {most} can be read; split it.',
  'cvat-is-video':
    '{file} holds tracks through a video, which are not read; export the task as "CVAT for images".',
  'boxes-of-several-labels':
    '{count|# box has|# boxes have} more than one label, such as {example}, and {count|is|are} left out.',
  'annotators-disagree':
    '{count|# image has|# images have} different labels by different annotators, such as {example}, and {count|is|are} left out.',
  'annotated-by-several':
    '{count|# image has|# images have} boxes in more than one annotation, such as {example}; the newest {count|was|of each were} taken.',
  'label-studio-questions':
    'In {file}, several questions are answered for whole images; the answers to "{question}" were taken for the labels, and not those to {others}.',
  'label-studio-without-tasks':
    '{file} is no list of tasks, as Label Studio exports them; export it again, as JSON or JSON-MIN.',
  'labelme-without-shapes':
    '{file} has no list of shapes, as files of labelme have; remove it or save it again.',
} as const;
