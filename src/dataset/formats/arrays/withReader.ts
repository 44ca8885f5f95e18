import { cannotRead } from '../archives/cannotRead';
import { WindowReader } from '../archives/windowReader';

/** Opens a file, by its absolute path, for a piece of work, and closes it; `name` is for people. @throws AppError `labels-unreadable` where it cannot be read. */
export async function withReader<T>(
  { file, name }: { readonly file: string; readonly name: string },
  work: (reader: WindowReader) => Promise<T>,
): Promise<T> {
  let reader: WindowReader | undefined;
  try {
    reader = await WindowReader.open(file);
    return await work(reader);
  } catch (cause) {
    throw cannotRead(name, cause);
  } finally {
    await reader?.close();
  }
}
