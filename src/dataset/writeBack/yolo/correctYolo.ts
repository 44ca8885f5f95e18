import path from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { AppError } from '../../../core/appError';
import { splitBoxPath } from '../../../core/dataset/imagePlace';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { applyEdits, sha256 } from '../../../files/changes/byteEdits';
import type { Rewrite } from '../../../files/changes/fileChange';
import { readInput } from '../../../files/openInput';
import { readClassNames, type ClassNames } from '../../formats/yolo/classNames';
import { labelFileOf, labelFilesIn } from '../../formats/yolo/labelFile';
import { walkImages } from '../../walk';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { toByteEdits, type SpanEdit } from '../spanEdits';
import { addToList, addToYaml } from './addClassNames';
import { labelLineEdits } from './labelLineEdits';

/** The first number of a line changes, or the line goes; a new class is put behind the others in the list of classes. */
export async function correctYolo(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, corrections, signal } = request;
  const { root } = now;
  const { annotations } = await runSteps(walkImages({ root, signal }));
  const labelFiles = labelFilesIn(annotations);
  const numbers = new ClassNumbers(await readClassNames(root, annotations));
  const linesOf = new Map<string, Map<number, number | null>>();
  const leftOut: LeftOutCorrection[] = [];
  for (const [box, { decision }] of corrections) {
    const { picture, annotation } = splitBoxPath(box);
    const file = labelFileOf(picture, labelFiles);
    const change = decision.action === 'exclude' ? null : numbers.of(decision.label);
    if (file === undefined) leftOut.push({ path: box, why: message('left-out-not-found') });
    else if (change === undefined) leftOut.push({ path: box, why: message('left-out-no-number') });
    else {
      const lines = linesOf.get(file) ?? new Map<number, number | null>();
      const line = Number(annotation);
      // Pictures that differ in no more than their extension have one label file.
      if (lines.has(line) && lines.get(line) !== change)
        leftOut.push({ path: box, why: message('left-out-two-ways', { file: path.basename(file) }) });
      else linesOf.set(file, lines.set(line, change));
    }
  }
  const changes: Rewrite[] = [];
  for (const [file, lines] of linesOf)
    changes.push(await rewrite(root, file, (bytes) => labelLineEdits(bytes, lines)));
  for (const file of numbers.added.size === 0 ? [] : numbers.files)
    changes.push(await rewrite(root, file, (bytes) => namesEdits(file, bytes, numbers.added)));
  return { changes, leftOut, notes: [] };
}

async function rewrite(
  root: string,
  name: string,
  editsOf: (bytes: Buffer) => readonly SpanEdit[],
): Promise<Rewrite> {
  const file = path.join(root, name);
  const bytes = await readInput(file);
  return { kind: 'rewrite', file, before: sha256(bytes), edits: toByteEdits(bytes, editsOf(bytes)) };
}

/** The numbers of classes, those among them that are new. */
class ClassNumbers {
  readonly files: readonly string[];
  readonly added = new Map<number, string>();
  private readonly names: ReadonlyMap<number, string> | undefined;

  constructor({ files, names }: ClassNames) {
    this.files = files;
    this.names = names;
  }

  /** Undefined where classes are numbers without names, and this one is none. */
  of(label: string): number | undefined {
    if (this.names === undefined) return /^\d{1,9}$/u.test(label) ? Number(label) : undefined;
    const all = [...this.names, ...this.added];
    const known = all.find(([, name]) => name.normalize() === label.normalize());
    if (known !== undefined) return known[0];
    const next = Math.max(-1, ...all.map(([id]) => id)) + 1;
    this.added.set(next, label);
    return next;
  }
}

/** @throws AppError `cannot-write-back` for a list that would not say what is meant afterwards. */
function namesEdits(file: string, bytes: Buffer, added: ReadonlyMap<number, string>): readonly SpanEdit[] {
  const text = bytes.toString('utf8');
  const isYaml = /\.ya?ml$/iu.test(file);
  const edits = isYaml ? addToYaml(text, added) : addToList(text, [...added.values()]);
  const namesOf = isYaml ? namesInYaml : namesInList;
  const before = namesOf(text, added.size);
  const after = edits && namesOf(applyEdits(bytes, toByteEdits(bytes, edits)).toString('utf8'));
  const wanted = before && [...before, ...Array.from(added, ([id, name]) => `${id} ${name}`)];
  const inOrder = (names: readonly string[] = []) => [...names].sort().join('\n');
  if (edits !== undefined && after !== undefined && inOrder(after) === inOrder(wanted)) return edits;
  throw new AppError(
    'cannot-write-back',
    message('write-back-names-unclear', { file, names: { list: [...added.values()] } }),
  );
}

const namesInList = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .flatMap((name, id) => (name.trim() === '' ? [] : [`${id} ${name.trim()}`]));

/** With their number, `more` than it says, where it says one. Undefined for what has no names, or is none any more. */
function namesInYaml(text: string, more = 0): readonly string[] | undefined {
  let content: unknown;
  try {
    content = load(text, { schema: CORE_SCHEMA });
  } catch {
    return undefined; // said by the caller
  }
  if (typeof content !== 'object' || content === null || !('names' in content)) return undefined;
  const { names } = content;
  if (typeof names !== 'object' || names === null) return undefined;
  const listed = Object.entries(names).map(([id, name]) => `${id} ${String(name)}`);
  return 'nc' in content ? [...listed, `nc ${Number(content.nc) + more}`] : listed;
}
