import type { Option } from '../run/scanOptions';

export type ReportForm = 'html' | 'markdown';

const FORMS: readonly (readonly [RegExp, ReportForm])[] = [
  [/\.html?$/iu, 'html'],
  [/\.(?:md|markdown)$/iu, 'markdown'],
];

/** How a report in a file of this name is written; undefined for other names. */
export const reportForm = (file: string): ReportForm | undefined =>
  FORMS.find(([ending]) => ending.test(file))?.[1];

export const REPORT_IMAGES_OPTION = {
  flag: 'report-images',
  placeholder: 'N',
  meaning: 'how many of the most suspect images a report shows',
  kind: 'integer',
  minimum: 0,
  maximum: 1000,
  default: 100,
} as const satisfies Option;
