/** Forms that datasets have, by the names that `--format` takes. */
export const FORMAT_NAMES = [
  'folders',
  'csv',
  'coco',
  'yolo',
  'huggingface',
  'webdataset',
  'zip',
  'idx',
  'npz',
  'label-studio',
  'labelme',
  'voc',
  'cvat',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** As people call them. */
export const FORMAT_TITLES: Readonly<Record<FormatName, string>> = {
  folders: 'class folders',
  csv: 'a table of labels',
  coco: 'COCO',
  yolo: 'YOLO',
  huggingface: 'Hugging Face',
  webdataset: 'WebDataset',
  zip: 'a zip archive',
  idx: 'IDX',
  npz: 'NumPy arrays',
  'label-studio': 'Label Studio',
  labelme: 'labelme',
  voc: 'Pascal VOC',
  cvat: 'CVAT',
};
