import assert from 'node:assert/strict';
import { createReport } from '../../../../src/core/report/createReport';
import { wordReport } from '../../../../src/core/report/wordReport';
import type { Block, ReportDocument } from '../../../../src/core/report/reportDocument';
import type { NoiseSummary, RunSummary, ScoredRun } from '../../../../src/core/run/run';
import { chanceOf } from '../../../../src/core/review/sampleTally';
import { ENGLISH, message } from '../../../../src/core/words/message';
import { createNumberWords } from '../../../../src/core/words/numbers';
import { sampleResults, sampleRun } from '../../review/sampleRun';
import { ROOT, sampleMaterial, sampleReport } from './sampleReport';

const ROWS = sampleResults(['cat/1.png', 'cat', 'dog'], ['dog/1.png', 'dog', 'dog']);
const word = (run: Partial<RunSummary>, wording = ENGLISH) =>
  // Parts of a run of one kind: the others stay.
  wordReport(createReport(sampleMaterial(ROWS, { run: { ...sampleRun(ROWS), ...run } as RunSummary }), 100), {
    wording,
  });

const section = (document: ReportDocument, id: string) => document.sections.find((each) => each.id === id);

/** All texts of a section, cell by cell. */
function textsOf(document: ReportDocument, id: string): string[] {
  return (section(document, id)?.blocks ?? []).flatMap((block: Block): readonly string[] => {
    if (block.kind === 'text') return [block.text];
    if (block.kind === 'list') return block.items;
    if (block.kind === 'suspects') return block.suspects.map(({ path }) => path);
    return block.rows.map((cells) =>
      cells.map((cell) => (cell.kind === 'words' ? cell.text : cell.names.join(', '))).join(': '),
    );
  });
}

const NOISE: NoiseSummary = {
  ...{ errors: 15.4, low: 10, high: 25, expectedPrecision: 0.8, expectedRecall: 0.9 },
  ...{ byClass: [], pairs: [] },
};

describe('the words of a report', () => {
  it('begin with its figures', () => {
    const { figures, made } = word({ images: 500, suspects: 20, noise: NOISE });
    assert.deepEqual(
      figures.all.map(({ label, value, detail }) => [label, value, detail]),
      [
        ['Images', '500', undefined],
        ['Classes', '3', undefined],
        ['Suspects', '20', '4% of the images'],
        ['Estimated wrong labels', '3.1%', '2% to 5%; about 15 labels'],
        ['Decided', '0%', '0 of 20 suspects; 0 found wrong'],
      ],
    );
    assert.equal(
      made,
      'Searched for wrong labels on 2026-01-02 03:04 UTC with the preset balanced: by a network trained on the images for 3 epochs.',
    );
  });

  it('speak of boxes where these were searched', () => {
    const document = word({ images: 500, suspects: 20, noise: NOISE, thing: 'box', offTopic: 2 });
    assert.deepEqual(
      document.figures.all.slice(0, 3).map(({ label, detail }) => [label, detail]),
      [
        ['Boxes', undefined],
        ['Classes', undefined],
        ['Suspects', '4% of the boxes'],
      ],
    );
    assert.match(document.made, /trained on the boxes for 3 epochs\.$/u);
    assert.equal(section(document, 'suspects')?.title, 'Most suspect boxes');
  });

  it('say what is known of the estimate, and what is not', () => {
    const [first, second] = textsOf(word({ noise: NOISE }), 'estimate');
    assert.match(first!, /^About 15 labels are expected to be wrong \(10 to 25\)\. Of the suspects, 80%/u);
    assert.match(second!, /95% certainty.*the estimate is too low\.$/u);
    assert.match(textsOf(word({ noise: NOISE, decided: 2 }), 'estimate')[1]!, /count as corrected\.$/u);
    assert.equal(section(word({}), 'estimate'), undefined);
    assert.equal(word({}).figures.all[3]?.value, 'not estimated');
  });

  it('name the encoder, or the predictions where nothing was trained', () => {
    const encoder = { id: 'x', name: 'lite0', title: 'EfficientNet-Lite0', size: 160, width: 1280 };
    const formed = [{ by: 'encoder', weight: 1, agreement: 0.9 }] as const;
    const opinions = { formed, leftOut: [], encoder };
    assert.match(
      word({ opinions }).made,
      /: by a head trained for 3 epochs on what the image encoder EfficientNet-Lite0 sees\.$/u,
    );
    const predictions = { file: '/home/me/other/probs.npy', matchedBy: 'sorted-paths' } as const;
    const scored: ScoredRun = {
      ...sampleRun(ROWS),
      ...{ plan: undefined, backend: undefined, training: undefined, opinions: undefined, predictions },
    };
    const document = wordReport(createReport(sampleMaterial(ROWS, { run: scored }), 1), { wording: ENGLISH });
    assert.equal(document.made, 'Ranked on 2026-01-02 03:04 UTC by the predictions in probs.npy.');
    assert.ok(textsOf(document, 'search').includes('Predictions: probs.npy'));
    assert.equal(JSON.stringify(document).includes('/home/me'), false);
  });

  it('tell nothing of where the dataset is on this machine', () => {
    const document = word({
      labelSource: { kind: 'csv', file: `${ROOT}/meta/labels.csv`, pathColumn: 'path', labelColumn: 'label' },
      warnings: [`The folder ${ROOT}/cat cannot be read.`, `${ROOT} is odd.`],
    });
    assert.deepEqual(textsOf(document, 'notes'), ['The folder cat cannot be read.', 'animals is odd.']);
    assert.ok(textsOf(document, 'search').includes('Labels from: meta/labels.csv, column label'));
    assert.equal(JSON.stringify(document).includes(ROOT), false);
  });

  it('warn once of what the run and the journal say alike', () => {
    const note = message('label-file-newer', { file: 'labels.csv' });
    const report = sampleReport({
      notes: [note],
      run: { ...sampleRun(ROWS), warnings: [{ text: '', ...note }] },
    });
    assert.equal(textsOf(wordReport(report, { wording: ENGLISH }), 'notes').length, 1);
    assert.equal(section(word({}), 'notes'), undefined);
  });

  it('name what was left out, and the first of the images that cannot be read', () => {
    const skipped = { hidden: 1, notImages: 2, unlabelled: 0, missingFiles: 3 };
    const unreadable = Array.from({ length: 12 }, (_, i) => ({
      ...{ path: `cat/${i}.png`, givenLabel: 'cat', reason: 'it is empty' },
    }));
    const document = word({ skipped, unreadable });
    const texts = textsOf(document, 'left-out');
    assert.equal(texts[0], 'cat/0.png: cat: it is empty');
    assert.deepEqual(texts.slice(10), [
      '3 rows of the table of labels without an image',
      '2 files that are not images',
      '1 hidden file or folder',
    ]);
    const [table] = section(document, 'left-out')?.blocks ?? [];
    assert.equal(
      table?.kind === 'table' && table.caption,
      '12 images that cannot be read: the first 10 of 12',
    );
    assert.deepEqual(textsOf(word({}), 'left-out'), ['Nothing was left out.']);
  });

  it('say what suspects that were reviewed at random tell of all', () => {
    const rows = sampleResults(
      ...Array.from({ length: 200 }, (_, i): [string, string, string] => [`${i}.png`, 'cat', 'dog']),
    );
    const decided = rows
      .toSorted((a, b) => chanceOf(a.path) - chanceOf(b.path))
      .slice(0, 40)
      .map((row, i) => ({ ...row, decision: { action: i < 10 ? 'keep' : 'exclude' } as const }));
    const latest = '2026-02-03T04:05:06.789Z';
    const document = wordReport(createReport(sampleMaterial(rows, { decided, latest }), 100), {
      wording: ENGLISH,
    });
    // 121 and 172 by scipy.stats.hypergeom.
    assert.ok(
      textsOf(document, 'decisions').includes(
        'Of 40 suspects reviewed at random, 30 have a wrong label: that makes 121 to 172 wrong labels among all 200 suspects, with 95% certainty.',
      ),
    );
  });

  it('say that nothing was found, decided or suspect', () => {
    const quiet = sampleResults(['cat/1.png', 'cat', 'cat']);
    const document = wordReport(createReport(sampleMaterial(quiet), 100), { wording: ENGLISH });
    assert.deepEqual(textsOf(document, 'suspects'), ['No image is suspect.']);
    assert.deepEqual(textsOf(document, 'decisions'), ['Nothing is decided yet.']);
    assert.deepEqual(textsOf(document, 'findings'), ['Copies and unusable images were not looked for.']);
    assert.equal(section(document, 'confusions'), undefined);
    assert.equal(document.figures.all[4]?.value, 'No suspects');
  });

  it('give each decision, and the time of the latest', () => {
    const decided = [
      { path: 'cat/1.png', givenLabel: 'cat', decision: { action: 'relabel', label: 'dog' } },
      { path: 'dog/1.png', givenLabel: 'dog', decision: { action: 'unsure' } },
    ] as const;
    const document = wordReport(sampleReport({ decided, latest: '2026-02-03T04:05:06.789Z' }), {
      wording: ENGLISH,
    });
    assert.deepEqual(textsOf(document, 'decisions'), [
      ...['Relabelled: 1', 'Label kept: 0', 'Excluded: 0', 'Unsure: 1'],
      'The latest decision is of 2026-02-03 04:05 UTC.',
    ]);
    const cards = section(document, 'suspects')?.blocks.find((block) => block.kind === 'suspects');
    assert.deepEqual(
      cards?.suspects.map(({ action, decision }) => [action, decision]),
      [
        ['relabel', 'Relabelled to dog'],
        ['unsure', 'Unsure'],
      ],
    );
  });

  it('write numbers as the language does', () => {
    const german = { translate: (text: string) => text, numbers: createNumberWords('de') };
    assert.equal(word({ images: 60_000 }, german).figures.all[0]?.value, '60.000');
  });
});
