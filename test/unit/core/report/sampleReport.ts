import { NO_CHECKS } from '../../../../src/core/dataset/imageChecks';
import { createReport, type ReportMaterial } from '../../../../src/core/report/createReport';
import type { HtmlParts } from '../../../../src/core/report/htmlReport';
import type { Report } from '../../../../src/core/report/report';
import type { ResultRow } from '../../../../src/core/run/run';
import { rowsToColumns } from '../../../../src/core/run/resultColumns';
import { sampleResults, sampleRun } from '../../review/sampleRun';

export const ROOT = '/home/me/animals';

/** What a report on these rows is made of: nothing else was found, and nothing is decided. */
export function sampleMaterial(
  rows: readonly ResultRow[],
  changes: Partial<ReportMaterial> = {},
): ReportMaterial {
  const run = changes.run ?? sampleRun(rows);
  return {
    ...{ root: ROOT, dataset: 'animals', columns: rowsToColumns(rows, run.classes) },
    ...{ rows: rows.filter((row) => row.isLabelIssue), checks: NO_CHECKS, decided: [], latest: undefined },
    notes: [],
    ...changes,
    run,
  };
}

/** A report on four images of three classes, two of them suspects. */
export const sampleReport = (changes: Partial<ReportMaterial> = {}): Report =>
  createReport(
    sampleMaterial(
      sampleResults(
        ['cat/1.png', 'cat', 'dog'],
        ['dog/1.png', 'dog', 'bird'],
        ['cat/2.png', 'cat', 'cat'],
        ['bird/1.png', 'bird', 'bird'],
      ),
      changes,
    ),
    100,
  );

export const HTML_PARTS: HtmlParts = { pictures: new Map(), styleHash: 'x', language: 'en' };

/** Names that somebody may give to a file or a class, to be shown as what they are. */
export const HOSTILE_NAMES = [
  'a|b.png',
  'a\\|b.png',
  '`code`.png',
  '``x` y',
  'line\nbreak\r\n# heading',
  '<script>alert(1)</script>.png',
  '<img src=x onerror=alert(1)>',
  '"onload="alert(1)',
  "'x'",
  '&lt;b&gt;',
  '&#124;',
  '[link](https://example.org)',
  '![x](https://example.org/x.png)',
  'https://example.org/a',
  'www.example.org',
  'me@example.org',
  '@octocat',
  '#1',
  '**bold** _it_ ~~no~~',
  '- item',
  '1. item',
  '| --- |',
  '\u202egnp.exe',
  'tab\there',
  ' blank ',
  'two  blanks',
  '</code><h1>',
  '<!-- comment -->',
  '--> <b>',
  '$x$',
  '',
] as const;
