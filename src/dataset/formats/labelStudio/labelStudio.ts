import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { listed } from '../../../core/words/listed';
import { message, type Message } from '../../../core/words/message';
import { openInput } from '../../../files/openInput';
import { AnnotatedImages } from '../annotations/annotatedImages';
import { createListedPictures, type ListedPictures } from '../annotations/listedPictures';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { answersOf, countedAnswers, labelsOf, withRegions, type Answers } from './answers';
import { addressesOf } from './imageAddress';
import { readLabelStudioFile, type LabelStudioTask } from './labelStudioFile';

/** So many JSON files are looked into, those that lie highest first. */
const MOST_LOOKED_AT = 20;
const LOOKED_AT_BYTES = 1 << 18;
/** A list of tasks, with what they have in all versions of the export. */
const START = /^\ufeff?\s*\[\s*(?:null\s*,\s*)*\{[^]*"(?:annotations|completions|annotation_id)"\s*:/u;

/** JSON files as Label Studio exports them, each about many images. */
export const LABEL_STUDIO: DatasetFormat = {
  name: 'label-studio',
  recognise,
  async *read(look, { files }) {
    const images = new AnnotatedImages();
    const warnings: Message[] = [];
    // The names of exports end in their time: what is newer counts.
    for (const file of [...files].reverse()) {
      const { tasks, others } = await readLabelStudioFile(path.join(look.root, file));
      for (const number of others) images.leaveOut('tasks-no-objects', `${file}, number ${number}`);
      const pictures = await createListedPictures(look, file);
      const { question, warning } = questionOf(file, tasks);
      for (const task of tasks) {
        look.signal.throwIfAborted();
        const name = `${task.image ?? 'task'} (${file}, task ${task.id})`;
        const picture = images.claim(name, await findImage(pictures, task));
        if (picture !== undefined) addTask(images, picture, task, question);
      }
      warnings.push(...warning, ...pictures.warnings());
      yield { phase: 'discover', images: images.size };
    }
    const labelled = images.settle('label-studio', files, look.walked);
    return { ...labelled, warnings: [...warnings, ...labelled.warnings] };
  },
};

async function recognise(look: FolderLook): Promise<Recognised | undefined> {
  const depth = (file: string) => file.split('/').length;
  const candidates = look.walked.annotations
    .filter((file) => /\.json$/iu.test(file))
    .sort((a, b) => depth(a) - depth(b) || compareCodeUnits(a, b));
  const files: string[] = [];
  for (const file of candidates.slice(0, MOST_LOOKED_AT))
    if (START.test(await startOf(path.join(look.root, file))) && (await labelsOneOf(look, file)))
      files.push(file);
  return files.length === 0 ? undefined : { files: files.sort(compareCodeUnits) };
}

async function startOf(file: string): Promise<string> {
  const handle = await openInput(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A file that is damaged further on is said to be when it is read. */
async function labelsOneOf(look: FolderLook, file: string): Promise<boolean> {
  try {
    const pictures = await createListedPictures(look, file);
    for (const task of (await readLabelStudioFile(path.join(look.root, file))).tasks)
      if (task.annotations.length > 0 && (await findImage(pictures, task)) !== undefined) return true;
    return false;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return true;
  }
}

/** The image that a task is about. */
export async function findImage(pictures: ListedPictures, { image }: LabelStudioTask) {
  for (const address of image === undefined ? [] : addressesOf(image)) {
    const found = await pictures.find(address);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of several questions about whole images, the one that is answered most; and what to say of that. */
export function questionOf(file: string, tasks: readonly LabelStudioTask[]) {
  const counts = new Map<string, number>();
  for (const { annotations } of tasks)
    for (const annotation of annotations)
      for (const control of answersOf(annotation).choices.keys())
        counts.set(control, (counts.get(control) ?? 0) + 1);
  const [question, ...others] = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodeUnits(a, b))
    .map(([control]) => control);
  const warning =
    question === undefined || others.length === 0
      ? []
      : [message('label-studio-questions', { file, question, others: listed(others) })];
  return { question, warning };
}

function addTask(
  images: AnnotatedImages,
  picture: string,
  task: LabelStudioTask,
  question: string | undefined,
): void {
  const answers = countedAnswers(task);
  const chosen = answers
    .map(({ choices }) => [...new Set(choices.get(question ?? '')?.flatMap(labelsOf))].sort(compareCodeUnits))
    .filter((labels) => labels.length > 0);
  if (new Set(chosen.map((labels) => labels.join('\n'))).size > 1)
    images.leaveOut(
      'annotators-disagree',
      `${picture} (${chosen.map((labels) => labels.join(' + ')).join(', ')})`,
    );
  else for (const label of chosen[0] ?? []) images.addLabel(picture, label);
  addRegions(images, picture, withRegions(answers));
}

function addRegions(images: AnnotatedImages, picture: string, answers: readonly Answers[]): void {
  if (answers.length > 1) images.leaveOut('annotated-by-several', picture);
  const { regions = [], others = [] } = answers.at(-1) ?? {};
  for (const { id, labels, box, size } of regions)
    if (labels.length > 1)
      images.leaveOut('boxes-of-several-labels', `${picture}#${id} (${labels.join(', ')})`);
    else images.addBox({ picture, id, label: labels[0] ?? '', box, size });
  for (const id of others) images.leaveOut('shapes-without-area', `${picture}#${id}`);
}
