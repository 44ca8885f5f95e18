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
  'image-of-kind': 'it is a {kind} file, which is not read; save it as JPEG or PNG',
  'image-web-page': 'it is a web page, saved in place of the image; download it again',
  'image-lfs-pointer': 'it stands for a file of Git LFS that is not here; fetch it with git lfs pull',
  'image-too-large':
    '{width} × {height} pixels, more than the {most} million that can be read; make it smaller or cut it into parts',
  'image-bands': '{bands} bands, of which it is not known what they show; save the three to look at as RGB',
  'image-numbers': 'numbers of {bits} bits, which cannot be read; save it with 8 or 16 bits a channel',
  'image-planes-of-tiles': 'tiles that hold one colour each, which are not read; save it without tiles',
  'image-without-numbers': 'none of its values is a number (all are NaN)',
  'image-range':
    'its numbers go from {least} to {most}, of which it is not known what is black and white; save it with 8 bits a channel',
  'image-jpeg-process':
    'a JPEG of a rare kind ({process}), which cannot be read; save it as a usual JPEG or as PNG',
  'jpeg-twelve-bit': '12 bits a sample',
  'jpeg-lossless': 'lossless',
  'image-jpeg-incomplete': 'damaged or cut off (the lower {share} of the picture is missing)',
  'image-bmp-compressed': 'a compressed BMP file, which is not read; save it as PNG',
  'image-damaged': 'damaged or cut off',
  'image-damaged-saying': 'damaged or cut off ({detail})',
  'image-no-row': 'no row in {file}',
} as const;
