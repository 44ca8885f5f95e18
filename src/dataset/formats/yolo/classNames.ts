import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';
import { decodeText } from '../../../files/textEncoding';
import { isUsualYaml, readDataYaml, type DataYaml } from './dataYaml';

/** What LabelImg, Label Studio, CVAT, Darknet and Roboflow call a list of classes, one a line. */
const CLASS_LIST = /(?:^|\/)(?:classes\.txt|[^/]*\.names|_darknet\.labels)$/iu;
const YAML = /\.ya?ml$/iu;

/** The classes of a dataset, by their numbers in label files. */
export interface ClassNames {
  /** That say so, relative to the dataset, sorted; none where there is no list. */
  readonly files: readonly string[];
  /** Undefined where there is no list. */
  readonly names: ReadonlyMap<number, string> | undefined;
  readonly yamls: readonly DataYaml[];
}

export const areClassNames = (file: string): boolean => CLASS_LIST.test(file);

/** Finds the list of classes: `data.yaml`, else `classes.txt` and the like. @throws AppError where lists differ, or one is damaged. */
export async function readClassNames(root: string, annotations: readonly string[]): Promise<ClassNames> {
  const yamls: DataYaml[] = [];
  for (const file of annotations.filter((name) => YAML.test(name)).sort(compareCodeUnits)) {
    const found = await readDataYaml(root, file).catch((error: unknown) => {
      if (error instanceof AppError && !isUsualYaml(file)) return undefined;
      throw error;
    });
    if (found !== undefined) yamls.push(found);
  }
  const lists = yamls.length > 0 ? yamls : await readLists(root, annotations.filter(areClassNames));
  const [first] = lists;
  const other = first && lists.find(({ names }) => !isSame(names, first.names));
  if (first !== undefined && other !== undefined)
    throw new AppError(
      'labels-unreadable',
      message('class-lists-differ', { first: first.file, second: other.file }),
    );
  return { files: lists.map(({ file }) => file), names: first?.names, yamls };
}

interface ClassList {
  readonly file: string;
  readonly names: ReadonlyMap<number, string>;
}

async function readLists(root: string, files: readonly string[]): Promise<readonly ClassList[]> {
  const lists: ClassList[] = [];
  for (const file of [...files].sort(compareCodeUnits)) {
    const lines = (await readText(root, file)).split(/\r\n|\n|\r/u).map((line) => line.trim());
    const named = lines.flatMap((name, id) => (name === '' ? [] : [[id, name] as const]));
    if (named.length > 0) lists.push({ file, names: new Map(named) });
  }
  return lists;
}

async function readText(root: string, file: string): Promise<string> {
  try {
    return decodeText(await readInput(path.join(root, file)));
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('labels-unreadable', message('class-list-unreadable', { file, code }), { cause });
  }
}

const isSame = (a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean =>
  a.size === b.size && [...a].every(([id, name]) => b.get(id) === name);
