import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readLabels } from '../../../src/cli/readLabels';
import { CORRECTED_COLUMNS, SCAN_COLUMNS, SCORE_COLUMNS, SIMILAR_COLUMNS } from '../../../src/core/names';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { writeCsv } from '../../../src/files/csvFile';
import { createTemporaryFolder, type TemporaryFolder } from '../dataset/temporaryFolder';

const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text));

/** Blanks around a label are left out by all who read one. */
const label = fc
  .tuple(fc.constantFrom('', "'", "''", '=', '+', '-', '@', "'="), fc.string())
  .map((parts) => parts.join('').trim())
  .filter(
    (text) => /^['=+\-@\w]./u.test(text) && !/^[[{]/u.test(text) && !/^(?:nan|nat|none|null)$/iu.test(text),
  );

describe('a table that we have written', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());
  const file = () => folder.at('table.csv');

  it('holds no formulas, and its labels are read as they were', async () => {
    const tables = [SCAN_COLUMNS, SCORE_COLUMNS, SIMILAR_COLUMNS, CORRECTED_COLUMNS];
    const written = fc.record({
      columns: fc.constantFrom(...tables),
      labels: fc.array(label, { minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(written, async ({ columns, labels }) => {
        const rows = labels.map((text, row) =>
          columns.map((name) => (name === 'path' ? `-1/${row}.png` : name === 'given_label' ? text : '-1')),
        );
        await writeCsv(file(), columns, rows);
        const cells: string[][] = parse(await readFile(file(), 'utf8'));
        for (const text of cells.flat()) assert.ok(!/^[=+\-@]/u.test(text) || isNumber(text), text);
        assert.deepEqual((await readLabels(file(), 'given_label')).labels, labels);
      }),
      { seed: 1 },
    );
  });

  it('labels the images that it was about, in folders of any name', async () => {
    const labels = ['=1+1', '-1', '@home', '-other'];
    const images = labels.map((text) => `${text}/a.png`);
    for (const image of images) await folder.write(image, '');
    const rows = images.map((image, i) => [image, labels[i]!, labels[i]!, '', 'false', '1', labels[i]!]);
    await writeCsv(file(), CORRECTED_COLUMNS, rows);
    const request = { file: file(), pathColumn: 'path', labelColumn: 'corrected_label' };
    const { signal } = new AbortController();
    const index = await runSteps(discover({ root: folder.root, labels: request, signal }));
    assert.deepEqual(
      index.paths.map((image, i) => [image, index.classes[index.labels[i]!]]),
      images.map((image, i) => [image, labels[i]]).sort(),
    );
  });

  it('is told from one of somebody else, whose cells are as they are', async () => {
    await writeFile(file(), `path,given_label\na.png,'=1\n`);
    assert.deepEqual((await readLabels(file(), 'given_label')).labels, ["'=1"]);
    await writeFile(file(), `note,${SIMILAR_COLUMNS.join()}\nx,a.png,'=1,0.5,1\n`);
    assert.deepEqual((await readLabels(file(), 'given_label')).labels, ['=1'], 'with a column more');
    await writeFile(file(), `path,corrected_label\na.png,'=1\n`);
    assert.deepEqual((await readLabels(file(), 'corrected_label')).labels, ['=1'], 'with columns less');
  });
});
