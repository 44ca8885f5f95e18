import { IDX } from './arrays/idx';
import { NPZ } from './arrays/npz';
import { COCO } from './coco/coco';
import { CVAT } from './cvat/cvat';
import { FOLDERS } from './folders';
import type { DatasetFormat } from './format';
import { HUGGING_FACE } from './huggingface/huggingface';
import { LABELME } from './labelme/labelme';
import { LABEL_STUDIO } from './labelStudio/labelStudio';
import { VOC } from './voc/voc';
import { WEBDATASET } from './webdataset/webdataset';
import { YOLO } from './yolo/yolo';
import { ZIP } from './zip/zip';

/** What a folder is looked at for, in this order. A table of labels is read where it is named, or where none of these fits. */
export const ALL_FORMATS: readonly DatasetFormat[] = [
  FOLDERS,
  COCO,
  YOLO,
  CVAT,
  LABELME,
  LABEL_STUDIO,
  VOC,
  WEBDATASET,
  ZIP,
  IDX,
  NPZ,
  HUGGING_FACE,
];
