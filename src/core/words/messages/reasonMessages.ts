/** Why an image has no verdict. */
export const REASON_MESSAGES = {
  'image-gone-or-link': 'the file is gone, or is a link to a missing file',
  'image-gone': 'the file is gone',
  'image-link-loop': 'the link leads back to itself',
  'image-no-permission': 'no permission to read the file',
  'image-is-folder': 'it is a folder',
  'image-in-use': 'another program is using the file',
  'image-above-2-gib': 'the file is larger than 2 GiB',
  'image-system': 'the system cannot read it ({code})',
  'image-empty': 'the file is empty',
  'image-other-kind': 'not an image, or of a kind that is not supported',
  'image-damaged': 'damaged or cut off',
  'image-damaged-saying': 'damaged or cut off ({detail})',
  'image-no-row': 'no row in {file}',
} as const;
