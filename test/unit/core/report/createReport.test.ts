import assert from 'node:assert/strict';
import { NO_CHECKS } from '../../../../src/core/dataset/imageChecks';
import { createReport, type ReportDecision } from '../../../../src/core/report/createReport';
import type { ResultRow } from '../../../../src/core/run/run';
import { sampleResults, sampleRun } from '../../review/sampleRun';
import { sampleMaterial } from './sampleReport';

const ROWS = sampleResults(
  ['cat/1.png', 'cat', 'dog'],
  ['dog/1.png', 'dog', 'cat'],
  ['cat/2.png', 'cat', 'dog'],
  ['cat/3.png', 'cat', 'bird'],
  ['dog/2.png', 'dog', 'dog'],
  ['bird/1.png', 'bird', 'bird'],
);

const DECIDED: readonly ReportDecision[] = [
  { path: 'cat/1.png', givenLabel: 'cat', decision: { action: 'relabel', label: 'dog' } },
  { path: 'dog/1.png', givenLabel: 'dog', decision: { action: 'keep' } },
  { path: 'cat/3.png', givenLabel: 'cat', decision: { action: 'unsure' } },
  // No suspects: of an earlier run, and one that cannot be read.
  { path: 'dog/2.png', givenLabel: 'dog', decision: { action: 'exclude' } },
  { path: 'bird/broken.png', givenLabel: 'bird', decision: { action: 'exclude' } },
];

const named = (rows: readonly ResultRow[], names: readonly string[]) =>
  rows.filter(({ path }) => names.includes(path));

describe('the numbers of a report', () => {
  const report = createReport(sampleMaterial(ROWS, { decided: DECIDED, latest: '2026-01-02T03:04:05Z' }), 3);

  it('count what was decided, and of it what is about suspects', () => {
    const { counts, suspects } = report.decided;
    assert.deepEqual(counts, { reviewed: 4, relabelled: 1, kept: 1, excluded: 2, unsure: 1 });
    assert.deepEqual(suspects, { reviewed: 2, wrong: 1 });
  });

  it('are there of each class, the one with the most suspects first, then in the order of the run', () => {
    const numbers = report.classes.first.map(({ name, images, suspects, reviewed, wrong }) =>
      [name, images, suspects, reviewed, wrong].join(' '),
    );
    assert.deepEqual(numbers, ['cat 3 3 1 1', 'dog 2 1 2 1', 'bird 1 0 1 1']);
    assert.equal(report.classes.count, 3);
  });

  it('are there of each confusion, the most frequent first', () => {
    assert.deepEqual(report.pairs, {
      first: [
        { given: 'cat', suggested: 'dog', suspects: 2, reviewed: 1, wrong: 1 },
        { given: 'cat', suggested: 'bird', suspects: 1, reviewed: 0, wrong: 0 },
        { given: 'dog', suggested: 'cat', suspects: 1, reviewed: 1, wrong: 0 },
      ],
      count: 3,
    });
  });

  it('come with the most suspect images, as many as are asked for', () => {
    assert.deepEqual(
      report.suspects.first.map(({ path, decision }) => [path, decision?.action]),
      [
        ['cat/1.png', 'relabel'],
        ['dog/1.png', 'keep'],
        ['cat/2.png', undefined],
      ],
    );
    assert.equal(report.suspects.count, 4);
    assert.equal(createReport(sampleMaterial(ROWS), 0).suspects.first.length, 0);
  });

  it('give the expected errors of a class', () => {
    const count = { errors: 2.4, low: 1, high: 3 };
    const noise = {
      ...count,
      ...{ expectedPrecision: 0.5, expectedRecall: 0.5, pairs: [] },
      byClass: [{ label: 'cat', images: 3, ...count }],
    };
    const { classes } = createReport(sampleMaterial(ROWS, { run: { ...sampleRun(ROWS), noise } }), 3);
    assert.deepEqual(
      classes.first.map(({ expected }) => expected),
      [count, undefined, undefined],
    );
  });

  it('list the first classes of very many', () => {
    const classes = Array.from({ length: 150 }, (_, i) => `class ${String(i).padStart(3, '0')}`);
    const rows = sampleResults(['a.png', 'class 149', 'class 000'], ['b.png', 'class 001', 'class 001']);
    const { first, count } = createReport(
      sampleMaterial(rows, { run: { ...sampleRun(rows), classes } }),
      3,
    ).classes;
    assert.equal(count, 150);
    assert.deepEqual(
      first.slice(0, 3).map(({ name }) => name),
      ['class 149', 'class 000', 'class 001'],
    );
    assert.equal(first.length, 100);
  });
});

describe('what else a report tells', () => {
  const groups = [
    { paths: ['test/cat/1.png', 'train/cat/1.png'], isExact: true },
    { paths: ['train/cat/2.png', 'train/dog/2.png', 'train/dog/3.png'], isExact: false },
  ];
  const rows: readonly ResultRow[] = sampleResults(
    ['train/dog/2.png', 'dog', 'cat'],
    ['train/cat/1.png', 'cat', 'cat'],
    ['test/cat/1.png', 'cat', 'cat'],
    ['train/cat/2.png', 'cat', 'cat'],
    ['train/dog/3.png', 'dog', 'dog'],
    ['train/dog/4.png', 'dog', 'dog'],
    ['train/dog/5.png', 'dog', 'dog'],
  ).map((row) => ({
    ...row,
    offTopic: { score: row.path.endsWith('5.png') ? 0.9 : 0.6, isFlagged: /[45]\.png$/u.test(row.path) },
  }));
  const faults = { ...NO_CHECKS.faults, dark: ['a', 'b', 'c', 'd', 'e', 'f'], tiny: ['g'] };
  const run = { ...sampleRun(rows), splits: ['test', 'train'] };
  const { findings } = createReport(sampleMaterial(rows, { run, rows, checks: { groups, faults } }), 3);

  it('is which copies contradict each other and which lie in several splits', () => {
    assert.deepEqual(
      findings.contradictions.first.map(({ labels }) => labels.first),
      [['cat', 'dog']],
    );
    assert.deepEqual(
      findings.leaks.first.map(({ paths }) => paths.first),
      [['test/cat/1.png', 'train/cat/1.png']],
    );
    assert.equal(findings.copies.count, 2);
  });

  it('is all labels of copies, also of those that are not listed', () => {
    const many = sampleResults(
      ...Array.from({ length: 9 }, (_, i) => [`${i}.png`, i < 8 ? 'cat' : 'dog', 'cat'] as const),
    );
    const group = { paths: many.map(({ path }) => path), isExact: true };
    const checks = { groups: [group], faults: NO_CHECKS.faults };
    const { first } = createReport(sampleMaterial(many, { rows: many, checks }), 3).findings.contradictions;
    assert.deepEqual(first[0], {
      paths: { first: ['0.png', '1.png', '2.png', '3.png'], count: 9 },
      labels: { first: ['cat', 'dog'], count: 2 },
    });
  });

  it('is how many images have each fault, with the first, and which show none of the classes, the surest first', () => {
    assert.deepEqual(findings.faults, [
      { fault: 'dark', first: ['a', 'b', 'c', 'd', 'e'], count: 6 },
      { fault: 'tiny', first: ['g'], count: 1 },
    ]);
    assert.deepEqual(
      findings.offTopic.first.map(({ path }) => path),
      ['train/dog/5.png', 'train/dog/4.png'],
    );
  });

  it('is nothing where nothing was found', () => {
    const quiet = sampleResults(['a.png', 'cat', 'cat']);
    const report = createReport(sampleMaterial(quiet, { rows: named(quiet, []) }), 3);
    assert.deepEqual(report.suspects, { first: [], count: 0 });
    assert.deepEqual(report.pairs, { first: [], count: 0 });
    assert.equal(
      report.findings.copies.count + report.findings.offTopic.count + report.findings.faults.length,
      0,
    );
  });
});
