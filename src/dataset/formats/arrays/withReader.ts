import path from 'node:path';
import { cannotRead } from '../archives/cannotRead';
import { WindowReader } from '../archives/windowReader';

/** Opens a file of the dataset for a piece of work, and closes it. @throws AppError `labels-unreadable` where it cannot be read. */
export async function withReader<T>(
  root: string,
  file: string,
  work: (reader: WindowReader) => Promise<T>,
): Promise<T> {
  let reader: WindowReader | undefined;
  try {
    reader = await WindowReader.open(path.join(root, file));
    return await work(reader);
  } catch (cause) {
    throw cannotRead(file, cause);
  } finally {
    await reader?.close();
  }
}
