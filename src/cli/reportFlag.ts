import path from 'node:path';
import { AppError } from '../core/appError';
import { REPORT_IMAGES_OPTION, type ReportForm } from '../core/report/reportForm';
import { message } from '../core/words/message';
import { checkReport, formOfReport } from '../review/report/reportOutput';
import type { Flags } from './flags';

/** Of `scan`. */
export const REPORT_FLAG = 'report';

/** A report that a command is to write. */
export interface ReportOutput {
  /** Absolute. */
  readonly file: string;
  readonly form: ReportForm;
  readonly images: number;
}

/**
 * The report that a flag names; undefined where it names none. `others` are the files that the command reads, `out` is the
 * one that it writes beside. To be called before anything else is done. @throws AppError `bad-output`, `store-unwritable`.
 */
export async function reportFlag(
  flags: Flags,
  name: string,
  { inputs, out }: { readonly inputs: readonly (string | undefined)[]; readonly out?: string | undefined },
): Promise<ReportOutput | undefined> {
  const named = flags.text(name);
  if (named === undefined) return undefined;
  const file = path.resolve(named);
  const form = formOfReport(named);
  if (file === out) throw new AppError('bad-output', message('output-twice', { file }));
  await checkReport(file, inputs);
  return { file, form, images: flags.option(REPORT_IMAGES_OPTION) };
}
