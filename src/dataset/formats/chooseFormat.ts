import { AppError } from '../../core/appError';
import { FORMAT_TITLES, type FormatName } from '../../core/dataset/formats/formatNames';
import { listed } from '../../core/words/listed';
import { runSteps } from '../../core/steps';
import { message, type Message } from '../../core/words/message';
import { CSV_TABLE } from './csvTable';
import { FOLDERS } from './folders';
import type { DatasetFormat, FolderLook, Recognised } from './format';

/** A format that a folder is of. */
export interface ChosenFormat extends Recognised {
  readonly format: DatasetFormat;
  /** What is said of annotations that are not read. */
  readonly warnings?: readonly Message[];
}

/**
 * The format of a folder: the one that is asked for, or the only one that explains it, or a table beside the images; class folders
 * where none does, whose reader says what is wrong, or where a stray file is all that speaks for another.
 * @throws AppError `format-unclear` where the folder is not of the format that is asked for, or of more than one.
 */
export async function chooseFormat(
  look: FolderLook,
  formats: readonly DatasetFormat[],
  asked: FormatName | undefined,
): Promise<ChosenFormat> {
  const { root } = look;
  if (asked === 'folders') return { format: FOLDERS, files: [] };
  const found = await recogniseFormats(
    look,
    formats.filter(({ name }) => asked === undefined || name === asked),
  );
  // Class folders and annotations count before a table, which may be about anything.
  if (found.length === 0 && (asked === undefined || asked === 'csv')) {
    const recognised = await CSV_TABLE.recognise(look);
    if (recognised !== undefined) found.push({ format: CSV_TABLE, ...recognised });
  }
  const [first, second] = asked === undefined ? await withoutStrays(look, found) : found;
  if (first !== undefined && second !== undefined)
    throw new AppError(
      'format-unclear',
      message('format-of-several', {
        root,
        formats: listed(found.map(describe)),
        first: first.format.name,
        second: second.format.name,
      }),
    );
  if (first === undefined && asked !== undefined)
    throw new AppError('format-unclear', message('format-not-found', { root, format: FORMAT_TITLES[asked] }));
  return first ?? { format: FOLDERS, files: [] };
}

/** Annotations of so small a share of the images in class folders were left there from something else. */
const STRAY_SHARE = 0.05;

/**
 * Class folders alone, where they label the images and annotations are about hardly any of them; else all of what was found. A
 * damaged file of annotations says nothing, and leaves the question open.
 */
export async function withoutStrays(
  look: FolderLook,
  found: readonly ChosenFormat[],
): Promise<readonly ChosenFormat[]> {
  const folders = found.find(({ format }) => format === FOLDERS);
  const others = found.filter(({ format }) => format !== FOLDERS);
  if (folders === undefined || others.length === 0) return found;
  const { labelOf } = await runSteps(FOLDERS.read(look, folders));
  const warnings: Message[] = [];
  for (const other of others) {
    const images = await labelledImages(look, other);
    if (images === undefined || images > STRAY_SHARE * labelOf.size) return found;
    warnings.push(
      message('annotations-stray', {
        annotations: describe(other),
        images,
        all: labelOf.size,
        format: other.format.name,
      }),
    );
  }
  return [{ ...folders, warnings }];
}

/** How many images annotations are about; undefined where they cannot be read. */
async function labelledImages(look: FolderLook, chosen: ChosenFormat): Promise<number | undefined> {
  try {
    const { labelOf, places } = await runSteps(chosen.format.read(look, chosen));
    return places === undefined
      ? labelOf.size
      : new Set(Array.from(labelOf.keys(), (image) => places.get(image)?.file ?? image)).size;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

/** All formats that explain a folder. */
export async function recogniseFormats(
  look: FolderLook,
  formats: readonly DatasetFormat[],
): Promise<ChosenFormat[]> {
  const found: ChosenFormat[] = [];
  for (const format of formats) {
    const recognised = await format.recognise(look);
    if (recognised !== undefined) found.push({ format, ...recognised });
  }
  return found;
}

const describe = ({ format, files: [file] }: ChosenFormat): string =>
  file === undefined ? FORMAT_TITLES[format.name] : `${FORMAT_TITLES[format.name]} (${file})`;
