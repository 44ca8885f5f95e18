import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { changeRecordName, isChangeRecordName, type ChangeRecord } from '../../core/writeBack/changeRecord';
import { readChangeRecord } from '../../files/changes/applyChanges';
import type { StoreLocation } from '../../store/location';

/** What an export has changed, and the file that says so. */
export interface KeptRecord {
  readonly file: string;
  readonly record: ChangeRecord;
}

export const changeRecordFile = ({ folder }: StoreLocation, at: string): string =>
  path.join(folder, changeRecordName(at));

/** The exports that may be taken back, the newest first. @throws AppError `cannot-write-back` for one that cannot be read. */
export async function listChangeRecords({ folder }: StoreLocation): Promise<readonly KeptRecord[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    return [];
  });
  const files = names.filter(isChangeRecordName).sort().reverse();
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      return { file, record: await readChangeRecord(file) };
    }),
  );
}

/** The one that was interrupted, if any: the next is not begun before it is finished or taken back. */
export const findInterrupted = async (location: StoreLocation): Promise<KeptRecord | undefined> =>
  (await listChangeRecords(location)).find(({ record }) => record.state !== 'applied');
