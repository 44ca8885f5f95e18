import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { isFolderName } from '../../core/dataset/folders/folderName';
import { readFolderLayout } from '../../core/dataset/folders/folderLayout';
import { classFolderOf, splitOf } from '../../core/dataset/splits';
import { runSteps } from '../../core/steps';
import { message, type Message } from '../../core/words/message';
import type { Correction } from '../../core/writeBack/correction';
import { excludedFolder, linkAround, type ChangeBounds } from '../../files/changes/changeBounds';
import type { Move } from '../../files/changes/fileChange';
import { lookAt } from '../../files/changes/moveFile';
import { insideOf } from '../../files/insideOf';
import { caselessName, tellsCase } from '../../files/tellsCase';
import { walkImages } from '../walk';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from './corrector';

/** A relabelled image goes into the folder of its class, in its split; an excluded one into a folder beside the dataset. */
export async function correctFolders(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, corrections, bounds, signal } = request;
  const { root, splits } = now;
  const folderOf = new Map(now.classes.map((name) => [name.normalize(), name]));
  const folders = new ClassFolders(now.classes, await tellsCase(root));
  const walked = await runSteps(walkImages({ root, signal }));
  const names = new FreeNames(walked.paths.map((image) => path.join(root, image)));
  const changes: Move[] = [];
  const leftOut: LeftOutCorrection[] = [];
  for (const [image, { decision }] of corrections) {
    signal.throwIfAborted();
    const from = path.join(root, image);
    const wanted =
      decision.action === 'exclude'
        ? path.join(excludedFolder(root), image)
        : path.join(root, inClass(image, splits, folderOf.get(decision.label.normalize()) ?? decision.label));
    const why =
      (decision.action === 'relabel' ? folders.whyNot(decision.label) : undefined) ??
      (await whyNotMoved(from, wanted, bounds));
    if (why !== undefined) leftOut.push({ path: image, why });
    else changes.push({ kind: 'move', from, to: await names.take(wanted) });
  }
  refuseUnclear(request, walked.paths, changes);
  return { changes, leftOut, notes: names.notes(root) };
}

function inClass(image: string, splits: readonly string[], name: string): string {
  const split = splitOf(image, splits);
  const parts = image.slice(split === undefined ? 0 : split.length + 1).split('/');
  return [...(split === undefined ? [] : [split]), name, ...parts.slice(1)].join('/');
}

/** The folders of classes, those that are there and those that are to be made. */
class ClassFolders {
  private readonly tellsCase: boolean;
  private readonly names: Map<string, string>;

  constructor(classes: readonly string[], tellsCase: boolean) {
    this.tellsCase = tellsCase;
    this.names = new Map(classes.map((name) => [this.keyOf(name), name.normalize()]));
  }

  /** Why no image can be moved to the folder of a label; from then on, there is that folder. */
  whyNot(label: string): Message | undefined {
    const key = this.keyOf(label);
    const other = this.names.get(key);
    if (other === label.normalize()) return undefined;
    if (other !== undefined) return message('left-out-same-folder', { label, other });
    if (!isFolderName(label)) return message('left-out-no-folder-name', { label });
    this.names.set(key, label.normalize());
    return undefined;
  }

  private keyOf(name: string): string {
    return this.tellsCase ? name.normalize() : caselessName(name);
  }
}

async function whyNotMoved(from: string, to: string, bounds: ChangeBounds): Promise<Message | undefined> {
  const link = (await linkAround(bounds, from)) ?? (await linkAround(bounds, to));
  if (link !== undefined) return message('left-out-behind-link', { link });
  const found = await lookAt(from);
  if (found?.isSymbolicLink() !== true)
    return found?.isFile() === true ? undefined : message('left-out-no-file');
  const target = await readlink(from);
  const leadsOn = path.resolve(path.dirname(from), target) === path.resolve(path.dirname(to), target);
  return leadsOn ? undefined : message('left-out-relative-link', { target });
}

/** Chooses names that nothing has, on a system that does not tell letter case and composition apart either. */
class FreeNames {
  private readonly taken: Set<string>;
  private readonly renamed: { readonly wanted: string; readonly is: string }[] = [];

  constructor(files: readonly string[]) {
    this.taken = new Set(files.map(caselessName));
  }

  async take(wanted: string): Promise<string> {
    const { dir, name, ext } = path.parse(wanted);
    let free = wanted;
    for (let number = 2; this.taken.has(caselessName(free)) || (await lookAt(free)) !== undefined; number++)
      free = path.join(dir, `${name}-${number}${ext}`);
    this.taken.add(caselessName(free));
    if (free !== wanted) this.renamed.push({ wanted, is: free });
    return free;
  }

  notes(root: string): readonly Message[] {
    const [first] = this.renamed;
    if (first === undefined) return [];
    const shown = (file: string) => insideOf(root, file) ?? file;
    return [
      message('write-back-renamed', {
        count: this.renamed.length,
        wanted: shown(first.wanted),
        is: shown(first.is),
      }),
    ];
  }
}

/** Which folders are classes is told by all of them together: they must say the same when images have moved. */
function refuseUnclear(
  { now, corrections }: CorrectionRequest,
  walked: readonly string[],
  moves: readonly Move[],
): void {
  const movedTo = new Map(moves.map(({ from, to }) => [from, to]));
  const wanted = new Map<string, string>();
  const indexed = new Map(now.paths.map((image, index) => [image, now.classes[now.labels[index]!]!]));
  const paths: string[] = [];
  for (const image of walked) {
    const to = movedTo.get(path.join(now.root, image));
    const is = to === undefined ? image : insideOf(now.root, to);
    if (is === undefined) continue;
    paths.push(is);
    const label = to === undefined ? indexed.get(image) : newLabel(corrections.get(image));
    if (label !== undefined) wanted.set(is, label);
  }
  const { splits, withoutClasses } = readFolderLayout(paths);
  for (const [image, label] of wanted) {
    const is = withoutClasses.length > 0 ? undefined : classFolderOf(image, splits);
    if (is?.normalize() !== label.normalize())
      throw new AppError(
        'cannot-write-back',
        message('write-back-folders-unclear', { root: now.root, image, label, is: is ?? '–' }),
      );
  }
}

const newLabel = (correction: Correction | undefined): string | undefined =>
  correction?.decision.action === 'relabel' ? correction.decision.label : undefined;
