import { createHash } from 'node:crypto';
import { htmlReport } from '../../core/report/htmlReport';
import { markdownReport } from '../../core/report/markdownReport';
import { REPORT_STYLE } from '../../core/report/reportStyle';
import { wordReport } from '../../core/report/wordReport';
import type { ReportForm } from '../../core/report/reportForm';
import { ENGLISH, type Wording } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import type { StoreLocation } from '../../store/location';
import { readReport, type ReportSubject } from './readReport';
import { readPictures } from './reportPictures';

export interface ReportOptions {
  readonly location: StoreLocation;
  readonly form: ReportForm;
  /** How many of the most suspect images are listed. */
  readonly images: number;
  /** Absent: English. */
  readonly wording?: Wording;
  /** Of the wording, BCP 47. */
  readonly language?: string;
}

/** The text of a report, in parts. @throws AppError `run-damaged`. */
export async function reportText(
  subject: Omit<ReportSubject, 'root'>,
  { location, form, images, wording = ENGLISH, language = 'en' }: ReportOptions,
): Promise<Iterable<string>> {
  const report = await readReport({ ...subject, root: location.root }, images);
  if (form === 'markdown') return [markdownReport(wordReport(report, { wording }))];
  const { pictures, notes } = await readPictures(
    location,
    report.suspects.first.map((suspect) => suspect.path),
  );
  const styleHash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  const document = wordReport(report, { wording, pictureNotes: notes });
  return htmlReport(document, { pictures, styleHash, language });
}

/** Writes a report to `file`, atomically. @throws AppError `run-damaged`, `store-unwritable`. */
export async function writeReport(
  file: string,
  subject: Omit<ReportSubject, 'root'>,
  options: ReportOptions,
): Promise<void> {
  await writeFileAtomic(file, await reportText(subject, options));
}
