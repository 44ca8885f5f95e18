import { message, type Message } from '../../../core/words/message';
import { mapSteps } from '../../../core/steps';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { foldersOf } from '../boxes/pictureFolder';
import { partsOf } from '../annotations/partsOf';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { readClassNames } from './classNames';
import { labelFileOf, labelFilesIn } from './labelFile';
import { listedImages } from './listedImages';
import { readLabels, readPictures, type LabelledPicture } from './pictureLabels';
import { yoloBoxes } from './yoloBoxes';

/** Boxes in text files beside the pictures, or parallel to them in `labels`. */
export const YOLO: DatasetFormat = { name: 'yolo', recognise, read };

/** Label files looked into, about: of many pictures only few may have boxes. */
const SAMPLED = 200;
/** A class and four numbers or more. */
const LABEL_LINE = /^\s*\d+(?:\.0*)?(?:\s+[-+.\de]+){4,}\s*$/iu;

async function recognise(look: FolderLook): Promise<Recognised | undefined> {
  const pictures = labelledPictures(look);
  const step = Math.max(1, Math.floor(pictures.length / SAMPLED));
  let [boxes, others] = [0, 0];
  for (let at = 0; at < pictures.length; at += step) {
    look.signal.throwIfAborted();
    const text = await readLabels(look.root, pictures[at]!.labelFile);
    for (const line of text.replace(/^\uFEFF/u, '').split(/[\r\n]+/u))
      if (LABEL_LINE.test(line)) boxes++;
      else if (line.trim() !== '') others++;
  }
  if (boxes === 0) return undefined;
  const { files } = await readClassNames(look.root, look.walked.annotations);
  // Without a list of classes, numbers in texts may be anything.
  return files.length > 0 || others === 0 ? { files } : undefined;
}

function labelledPictures({ walked }: FolderLook): readonly LabelledPicture[] {
  const files = labelFilesIn(walked.annotations);
  if (files.size === 0) return [];
  return [...walked.paths].sort().flatMap((image) => {
    const labelFile = labelFileOf(image, files);
    return labelFile === undefined ? [] : { image, labelFile };
  });
}

async function* read(look: FolderLook): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { root, walked, signal } = look;
  const classes = await readClassNames(root, walked.annotations);
  const listed = await listedImages(classes.yamls, {
    root,
    images: new Set(walked.paths),
    folders: foldersOf(walked.paths),
    files: new Set(walked.annotations),
  });
  const all = labelledPictures(look);
  const pictures = listed.images === undefined ? all : all.filter(({ image }) => listed.images?.has(image));
  const keypoints = classes.yamls[0]?.keypoints ?? 0;
  const steps = readPictures({ root, pictures, keypoints, signal });
  const labels = yield* mapSteps(steps, (images): WalkProgress => ({ phase: 'discover', images }));
  const { labelOf, places, warnings } = yoloBoxes(labels, classes);
  yield { phase: 'discover', images: labelOf.size };
  const withBoxes = new Set(Array.from(places.values(), ({ file }) => file));
  return {
    labelOf,
    places,
    source: { kind: 'annotations', format: 'yolo', files: classes.files },
    splits: partsOf([...labelOf.keys()]),
    skipped: {
      hidden: walked.hidden,
      // Two pictures may have one label file, if they differ in no more than their extension.
      notImages:
        walked.notImages - new Set(all.map(({ labelFile }) => labelFile)).size - classes.files.length,
      unlabelled: walked.paths.length - withBoxes.size,
      missingFiles: listed.missingFiles,
    },
    warnings: [...listed.warnings, ...outsideOfSplits(classes.files[0], all, pictures), ...warnings],
  };
}

function outsideOfSplits(
  file: string | undefined,
  all: readonly LabelledPicture[],
  used: readonly LabelledPicture[],
): readonly Message[] {
  if (file === undefined || all.length === used.length) return [];
  const images = new Set(used.map(({ image }) => image));
  const example = all.find(({ image }) => !images.has(image))?.image ?? '';
  return [message('labels-outside-splits', { file, pictures: all.length - used.length, example })];
}
