import path from 'node:path';
import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import type { LabelSource } from '../../core/dataset/dataset';
import { HTML_MARK } from '../../core/report/htmlReport';
import { MARKDOWN_MARK } from '../../core/report/markdownReport';
import { reportForm, type ReportForm } from '../../core/report/reportForm';
import type { RunSummary } from '../../core/run/run';
import { message } from '../../core/words/message';
import { checkOutput, type OutputKind } from '../../files/outputFile';

/** A report of ours, whatever its name: another web page or Markdown file is not replaced. */
const REPORT: OutputKind = {
  isOne: (_file, head) => [HTML_MARK, MARKDOWN_MARK].some((mark) => head.startsWith(mark)),
  refusal: (file) => message('output-no-report', { file }),
};

/** The form that the name of a report asks for. @throws AppError `bad-output` for a name that asks for none. */
export function formOfReport(file: string): ReportForm {
  const form = reportForm(file);
  if (form === undefined) throw new AppError('bad-output', message('output-no-report-name', { file }));
  return form;
}

/** As `checkOutput`, of a report. @throws AppError `bad-output`, `store-unwritable`. */
export const checkReport = (file: string, inputs: readonly (string | undefined)[]): Promise<void> =>
  checkOutput(file, inputs, REPORT);

/** The files that a run on the dataset at `root` was made of, beside the images. */
export function inputsOf(
  root: string,
  { labelSource, predictions }: RunSummary,
): readonly (string | undefined)[] {
  return [...labelFiles(root, labelSource), predictions?.file];
}

function labelFiles(root: string, source: LabelSource): readonly string[] {
  switch (source.kind) {
    case 'folders':
      return [];
    case 'csv':
      return [source.file];
    case 'annotations':
      return source.files.map((file) => path.join(root, file));
    default:
      return assertNever(source);
  }
}
