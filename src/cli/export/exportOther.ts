import path from 'node:path';
import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import { booleanToCell, numberToCell } from '../../core/cells';
import { imageIndex } from '../../core/spaces';
import { resultRow } from '../../core/run/resultColumns';
import { message, wordMessage } from '../../core/words/message';
import { COCO_CONTRIBUTOR, cocoOf } from '../../dataset/exports/exportCoco';
import type { ExportedImage } from '../../dataset/exports/exportedImage';
import { LABEL_STUDIO_SOURCE, labelStudioTasks } from '../../dataset/exports/exportLabelStudio';
import { fiftyOneTree } from '../../dataset/exports/fiftyOneTree';
import { huggingFaceShards } from '../../dataset/exports/exportParquet';
import { huggingFaceTree } from '../../dataset/exports/huggingFaceTree';
import { foldersTree, yoloTree, type TreePlan } from '../../dataset/exports/treePlan';
import { writeFileAtomic } from '../../files/atomicWrite';
import { writeCsv } from '../../files/csvFile';
import { checkOutput, type OutputKind } from '../../files/outputFile';
import { insideOf } from '../../files/insideOf';
import { checkTreeFolder, writeTree } from '../../files/writeTree';
import type { ImageFolders } from '../../files/pictureBytes';
import { imageFolders } from '../../store/unpackFolder';
import { runSteps } from '../../core/steps';
import { discoverAgain } from '../../pipeline/sinceRun/discoverAgain';
import { decisionsNow } from '../../pipeline/sinceRun/decisionsNow';
import { cancelled, EXIT, type CommandIo, type ExitCode } from '../commandIo';
import { counted } from '../counted';
import type { Flags } from '../flags';
import { openReviewed, readDecisions, type ReviewedRun } from '../openReviewed';

/** Forms that are written anew, where `--out` says. */
export const OTHER_FORMATS = [
  'folders',
  'coco',
  'yolo',
  'huggingface',
  'huggingface-parquet',
  'cleanlab',
  'fiftyone',
  'label-studio',
] as const;
export type OtherFormat = (typeof OTHER_FORMATS)[number];

/** Columns of cleanlab's table of label issues, with what is corrected behind them. */
const CLEANLAB_COLUMNS = [
  ...['path', 'is_label_issue', 'label_quality', 'given_label', 'predicted_label', 'corrected_label'],
];

/** A JSON file that we have written. */
const OUR_JSON: OutputKind = {
  isOne: (_file, head) =>
    head === '' || head.includes(`"${COCO_CONTRIBUTOR}"`) || head.includes(`"${LABEL_STUDIO_SOURCE}"`),
  refusal: (file) => message('output-not-ours', { file }),
};

/** `export --format coco` and the like: the corrected labels in another form, in a new place. */
export async function exportOther(
  root: string,
  format: OtherFormat,
  flags: Flags,
  io: CommandIo,
): Promise<ExitCode> {
  const out = flags.text('out');
  if (out === undefined) throw new AppError('bad-usage', `--format ${format} needs --out.`);
  const target = path.resolve(out);
  await checkTarget(root, target, format);
  const reviewed = await openReviewed(root, io);
  const log = await readDecisions(reviewed, io);
  try {
    const { images, splits } = await exportedImages(reviewed, log, io);
    await write({
      root,
      folders: imageFolders(reviewed.location),
      format,
      target,
      images,
      splits,
      flags,
      io,
    });
    const excluded = images.filter(({ label }) => label === null).length;
    io.say('info', `Wrote ${counted(images.length - excluded, 'label')} to ${target}; ${excluded} excluded.`);
    return EXIT.done;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return cancelled(io);
  }
}

const isTree = (format: OtherFormat) =>
  ['folders', 'yolo', 'huggingface', 'huggingface-parquet', 'fiftyone'].includes(format);

/** @throws AppError `bad-output` for what is there and not ours, and for a folder in the dataset, whose images it would be. */
async function checkTarget(root: string, target: string, format: OtherFormat): Promise<void> {
  if (!isTree(format)) {
    await checkOutput(target, [], format === 'cleanlab' ? undefined : OUR_JSON);
    return;
  }
  if (insideOf(root, target) !== undefined || insideOf(target, root) !== undefined)
    throw new AppError('bad-output', message('output-in-dataset', { folder: target, root }));
  await checkTreeFolder(target);
}

async function exportedImages(
  { location, run, results }: ReviewedRun,
  log: Awaited<ReturnType<typeof readDecisions>>,
  io: CommandIo,
): Promise<{ readonly images: readonly ExportedImage[]; readonly splits: readonly string[] }> {
  const now = await runSteps(discoverAgain(location, run.summary, io.signal));
  const { decisionOf, notes } = await decisionsNow({ run, log, now }, io.signal);
  for (const note of notes) io.say('warning', wordMessage(note));
  const indexOf = new Map(results.paths.map((image, index) => [image, index]));
  const images = now.paths.map((image, index): ExportedImage => {
    const givenLabel = now.classes[now.labels[index]!]!;
    const decision = decisionOf(image);
    const row = indexOf.get(image);
    return {
      path: image,
      givenLabel,
      label:
        decision?.action === 'exclude' ? null : decision?.action === 'relabel' ? decision.label : givenLabel,
      place: now.places?.[index],
      verdict: row === undefined ? undefined : resultRow(results, imageIndex(row), image),
    };
  });
  return { images, splits: now.splits };
}

interface Written {
  readonly root: string;
  readonly folders: ImageFolders;
  readonly format: OtherFormat;
  readonly target: string;
  readonly images: readonly ExportedImage[];
  readonly splits: readonly string[];
  readonly flags: Flags;
  readonly io: CommandIo;
}

async function write(written: Written): Promise<void> {
  const { root, format, target, images, splits, io } = written;
  const areBoxes = images.some(({ place }) => place?.box !== undefined);
  switch (format) {
    case 'cleanlab':
      return writeCsv(target, CLEANLAB_COLUMNS, images.map(cleanlabCells));
    case 'coco':
      refuseParts(format, images, { areBoxes });
      return writeJson(target, await cocoOf(root, images, io.signal));
    case 'label-studio':
      refuseParts(format, images, { areBoxes });
      return writeJson(target, await labelStudioTasks(root, images, io.signal));
    case 'folders':
      refuseParts(format, images, { areBoxes: false });
      return writeFolder(written, foldersTree(images, splits));
    case 'huggingface':
      refuseParts(format, images, { areBoxes: false });
      return writeFolder(written, huggingFaceTree(images, splits));
    case 'huggingface-parquet':
      refuseRaw(format, images);
      return writeFolder(written, await parquetShards(written));
    case 'yolo':
      refuseParts(format, images, { areBoxes: true });
      return writeFolder(written, await yoloTree(root, images, io.signal));
    case 'fiftyone':
      refuseParts(format, images, { areBoxes });
      return writeFolder(written, await fiftyOneTree(root, images, io.signal));
    default:
      return assertNever(format);
  }
}

/** @throws AppError `bad-usage` where the form is not for such images. */
function refuseParts(
  format: OtherFormat,
  images: readonly ExportedImage[],
  { areBoxes }: { readonly areBoxes: boolean },
): void {
  const isInFile = ({ place }: ExportedImage) =>
    place?.range !== undefined || place?.shape !== undefined || place?.unpackedFrom !== undefined;
  const isOther = (image: ExportedImage) => isInFile(image) || (image.place?.box !== undefined) !== areBoxes;
  const other = images.find(isOther);
  if (other === undefined) return;
  const kind = areBoxes ? 'boxes in pictures' : 'images that are files of their own';
  throw new AppError(
    'bad-usage',
    `--format ${format} is for ${kind}, and ${other.path} is none; use --format csv.`,
  );
}

/** @throws AppError `bad-usage` where images are no image files, or parts of one. */
function refuseRaw(format: OtherFormat, images: readonly ExportedImage[]): void {
  const raw = images.find(({ place }) => place?.shape !== undefined || place?.box !== undefined);
  if (raw === undefined) return;
  throw new AppError(
    'bad-usage',
    `--format ${format} is for images that are image files, and ${raw.path} is none; use --format csv.`,
  );
}

const parquetShards = ({ folders, images, splits, io }: Written): Promise<TreePlan> =>
  huggingFaceShards({ folders, images, splits, signal: io.signal });

async function writeFolder({ root, target, flags, io }: Written, plan: TreePlan): Promise<void> {
  const copies = new Map(Array.from(plan.copies, ([to, from]) => [to, path.join(root, from)]));
  const options = { hardLinks: flags.has('hard-links'), signal: io.signal };
  await writeTree(target, { ...plan, copies }, options);
}

const writeJson = (file: string, content: object): Promise<void> =>
  writeFileAtomic(file, [`${JSON.stringify(content, null, 1)}\n`]);

function cleanlabCells({ path: image, givenLabel, label, verdict }: ExportedImage): readonly string[] {
  return [
    image,
    verdict === undefined ? '' : booleanToCell(verdict.isLabelIssue),
    verdict === undefined ? '' : numberToCell(verdict.labelQuality),
    givenLabel,
    verdict?.predictedLabel ?? '',
    label ?? '',
  ];
}
