import { AppError } from '../../core/appError';
import { FORMAT_TITLES, type FormatName } from '../../core/dataset/formats/formatNames';
import { listed } from '../../core/words/listed';
import { message } from '../../core/words/message';
import { CSV_TABLE } from './csvTable';
import { FOLDERS } from './folders';
import type { DatasetFormat, FolderLook, Recognised } from './format';

/** A format that a folder is of. */
export interface ChosenFormat extends Recognised {
  readonly format: DatasetFormat;
}

/**
 * The format of a folder: the one that is asked for, or the only one that explains it, or a table beside the images; class folders
 * where none does, whose reader says what is wrong.
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
  const [first, second] = found;
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
