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
    '{count|# file of annotations is|# files of annotations are} left out, as there is no image for {count|it|them}, such as {example}.',
  'annotated-images-unclear':
    '{count|# file of annotations fits|# files of annotations fit} more than one image, such as {example}, and {count|is|are} left out.',
  'annotated-twice':
    '{count|# image is|# images are} annotated in more than one file; of {example}, only the first was taken.',
  'annotations-without-class':
    '{count|# annotation has|# annotations have} no class, such as {example}, and {count|is|are} left out.',
  'annotations-unboxed':
    '{count|# annotation has|# annotations have} no box that can be read, such as {example}, and {count|is|are} left out.',
  'boxes-of-no-area':
    '{count|# box has|# boxes have} no area, such as {example}, and {count|is|are} left out.',
} as const;
