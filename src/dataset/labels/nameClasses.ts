import { compareCodeUnits } from '../../core/compareCodeUnits';
import type { FormatName } from '../../core/dataset/formats/formatNames';
import { listed } from '../../core/words/listed';
import { message, type Message } from '../../core/words/message';
import type { FolderLook } from '../formats/format';
import type { LabelledPaths } from './labelledPaths';
import { readNameLists, type NameList } from './nameLists';

/** Forms whose labels may be numbers that a file beside them has names for. */
const NUMBERED: ReadonlySet<FormatName> = new Set(['idx', 'npz', 'webdataset', 'huggingface']);
const NUMBER = /^-?\d+$/u;

/**
 * Gives classes that are numbers the names that a list beside the data has for them. Where lists differ, or have no name for a number,
 * all stay numbers, and that is said.
 */
export async function nameClasses(look: FolderLook, labelled: LabelledPaths): Promise<LabelledPaths> {
  const { source, labelOf } = labelled;
  if (source.kind !== 'annotations' || !NUMBERED.has(source.format)) return labelled;
  const ids = [...new Set(labelOf.values())];
  if (ids.length === 0 || !ids.every((id) => NUMBER.test(id))) return labelled;
  const read = new Set(source.files);
  const others = look.walked.annotations.filter((file) => !read.has(file));
  const lists = await readNameLists(look.root, others);
  const [list] = lists;
  if (list === undefined) return labelled;
  const why = whyNotNamed(ids, list, lists);
  if (why !== undefined) return { ...labelled, warnings: [...labelled.warnings, why] };
  const nameOf = distinctNames(ids, list.names);
  const [example = ''] = ids.sort(byNumber);
  return {
    ...labelled,
    source: { ...source, files: [...source.files, list.file] },
    labelOf: new Map([...labelOf].map(([image, id]) => [image, nameOf.get(id) ?? id])),
    skipped: { ...labelled.skipped, notImages: labelled.skipped.notImages - 1 },
    warnings: [
      ...labelled.warnings,
      message('classes-named', { file: list.file, id: example, name: nameOf.get(example) ?? '' }),
    ],
  };
}

function whyNotNamed(
  ids: readonly string[],
  { file, names }: NameList,
  lists: readonly NameList[],
): Message | undefined {
  const other = lists.find((list) => ids.some((id) => list.names.get(id) !== names.get(id)));
  if (other !== undefined) return message('class-names-differ', { first: file, second: other.file });
  const nameless = ids.filter((id) => !names.has(id)).sort(byNumber);
  if (nameless.length === 0) return undefined;
  return message('class-names-missing', { file, names: names.size, ids: listed(nameless) });
}

/** Classes of the same name stay two, told apart by their numbers: there are two cranes in ImageNet. */
function distinctNames(
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  for (const id of ids) count.set(names.get(id)!, (count.get(names.get(id)!) ?? 0) + 1);
  return new Map(
    ids.map((id) => {
      const name = names.get(id)!;
      return [id, count.get(name) === 1 ? name : `${name} (${id})`];
    }),
  );
}

const byNumber = (a: string, b: string): number => Number(a) - Number(b) || compareCodeUnits(a, b);
