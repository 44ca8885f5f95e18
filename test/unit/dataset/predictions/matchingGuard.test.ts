import assert from 'node:assert/strict';
import type { DatasetIndex } from '../../../../src/core/dataset/dataset';
import { compareCodeUnits } from '../../../../src/core/compareCodeUnits';
import { createRng } from '../../../../src/core/rng';
import type { PredictionsRequest } from '../../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { matchPredictions } from '../../../../src/dataset/predictions/matchPredictions';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { npyMatrix } from './npyBytes';

const CLASSES = ['ant', 'bee', 'crab', 'crab-apple', 'dog', 'egg plant', 'fox', 'gnu'];
const PER_CLASS = 10;

/** Images in class folders, the label of one in twenty wrong. */
function foldersOf(classes: readonly string[], name = (image: number) => `${100 + image}.png`) {
  const images = classes.flatMap((folder, label) =>
    Array.from({ length: PER_CLASS }, (_, image) => ({ path: `${folder}/${name(image)}`, label })),
  );
  return images.sort((a, b) => compareCodeUnits(a.path, b.path));
}

describe('predictions in an order that nobody has said', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  type Images = ReturnType<typeof foldersOf>;
  const indexOf = (images: Images, classes: readonly string[]): DatasetIndex => ({
    root: folder.root,
    labelSource: { kind: 'folders' },
    classes,
    paths: images.map(({ path }) => path),
    labels: Int32Array.from(images, ({ label }) => label),
    splits: [],
    skipped: { hidden: 0, notImages: 0, unlabelled: 0, missingFiles: 0 },
  });
  /** A row of a model that is right but for one image in ten; the second number tells the rows of an image from others. */
  const rowsOf = (images: Images, columns: number, columnOf = (label: number) => label) =>
    images.map(({ label }, image) => {
      const likeliest = columnOf(image % 10 === 9 ? (label + 1) % columns : label);
      const mark = ((image * 97) % 997) / 1e5;
      return Array.from({ length: columns }, (_, column) =>
        column === likeliest ? 0.9 - mark : (0.1 + mark) / (columns - 1),
      );
    });
  const match = async (
    images: Images,
    content: string | readonly (readonly number[])[],
    {
      classes = CLASSES,
      ...request
    }: Omit<PredictionsRequest, 'file' | 'classes'> & {
      readonly classes?: readonly string[];
      readonly named?: readonly string[];
    } = {},
  ) => {
    const { named, ...options } = request;
    const file =
      typeof content === 'string'
        ? await folder.write('p.csv', content)
        : await folder.write('p.npy', npyMatrix(content, { type: '<f8' }));
    const matching = matchPredictions(
      indexOf(images, classes),
      { file, ...options, ...(named && { classes: [...named] }) },
      signal,
    );
    const matched = await runSteps(matching);
    return { ...matched, words: matched.warnings.map((warning) => wordMessage(warning)) };
  };
  const images = foldersOf(CLASSES);
  const right = rowsOf(images, CLASSES.length);
  const csv = (header: string, rows: readonly (readonly (number | string)[])[]) =>
    `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
  const refused = (matching: Promise<unknown>, sentence: RegExp) =>
    assert.rejects(matching, (error: Error & { readonly code?: string }) => {
      assert.equal(error.code, 'bad-predictions');
      assert.match(error.message, sentence);
      return true;
    });

  it('says nothing where rows and columns fit', async () => {
    const matched = await match(images, right);
    assert.deepEqual(matched.words, []);
    assert.deepEqual([...matched.predProbs], right.flat());
  });

  describe('of rows', () => {
    const sortedBy = (key: (path: string) => string) =>
      [...images.keys()].sort((a, b) => compareCodeUnits(key(images[a]!.path), key(images[b]!.path)));

    it('takes that of ImageFolder, or another usual one, where it fits the labels', async () => {
      const byClass = sortedBy((path) => path.replace('/', '\0'));
      assert.notDeepEqual(byClass, [...images.keys()]);
      const matched = await match(
        images,
        byClass.map((image) => right[image]!),
      );
      assert.match(matched.words.join(), /torchvision's ImageFolder/);
      assert.deepEqual([...matched.predProbs], right.flat());

      const capitals = ['Zebra', 'ant', 'bee'];
      const three = foldersOf(capitals);
      const rows = rowsOf(three, 3);
      const caseless = [...three.keys()].sort((a, b) =>
        compareCodeUnits(three[a]!.path.toLowerCase(), three[b]!.path.toLowerCase()),
      );
      const other = await match(
        three,
        caseless.map((image) => rows[image]!),
        { classes: capitals },
      );
      assert.match(other.words.join(), /ignores upper and lower case/);
      assert.deepEqual([...other.predProbs], rows.flat());
    });

    it('says so where the labels do not tell one order from another', async () => {
      const numbered = foldersOf(CLASSES, (image) => `${image + 1}.png`);
      const matched = await match(numbered, rowsOf(numbered, CLASSES.length));
      assert.match(matched.words.join(), /row 1 .* is ant\/10\.png.*it would be ant\/2\.png.*order file/);
    });

    it('names a stretch of rows that is shuffled, shifted or exchanged', async () => {
      const random = createRng(5);
      const large = foldersOf(CLASSES.flatMap((name) => [`${name}1`, `${name}2`, `${name}3`]));
      const mixed = large.map(({ path }) => ({ path, label: random.nextInt(CLASSES.length) }));
      const rows = rowsOf(mixed, CLASSES.length);
      const shuffled = Int32Array.from({ length: 60 }, (_, at) => 100 + at);
      random.shuffle(shuffled);
      const kinds = {
        shuffled: rows.map((row, at) => (at >= 100 && at < 160 ? rows[shuffled[at - 100]!]! : row)),
        shifted: rows.map((row, at) => (at >= 150 ? (rows[at - 1] ?? row) : row)),
        exchanged: rows.map((row, at) =>
          at >= 60 && at < 120 ? rows[at + 60]! : at >= 120 && at < 180 ? rows[at - 60]! : row,
        ),
      };
      for (const [kind, wrong] of Object.entries(kinds))
        assert.match(
          (await match(mixed, wrong)).words.join(),
          /from row \d+ .* to row \d+ .*disagree with the labels.*elsewhere/,
          kind,
        );
    });
  });

  describe('of columns', () => {
    const exchanged = rowsOf(images, CLASSES.length, (label) => (label === 1 ? 4 : label === 4 ? 1 : label));

    it('is refused where two are exchanged, with the order that the labels speak for', async () => {
      await refused(
        match(images, exchanged),
        /images labelled bee .* for dog, .*columns are: ant,dog,crab,crab-apple,bee,egg plant,fox,gnu/,
      );
      const named = ['ant', 'dog', 'crab', 'crab-apple', 'bee', 'egg plant', 'fox', 'gnu'];
      const matched = await match(images, exchanged, { named });
      assert.deepEqual([matched.words, [...matched.predProbs]], [[], right.flat()]);
    });

    it('is warned of where the columns are named', async () => {
      const matched = await match(images, exchanged, { named: CLASSES });
      assert.match(matched.words.join(), /images labelled bee are predicted as dog/);
    });

    it('is that of text for folders that are numbers, and says so', async () => {
      const classes = ['0', '1', '10', '2'];
      const matched = await match(foldersOf(classes), rowsOf(foldersOf(classes), 4), { classes });
      assert.match(matched.words.join(), /order of their text, 0, 1, 10, 2; /);
    });

    it('is refused where rows and columns count folders that are numbers', async () => {
      const classes = Array.from({ length: 12 }, (_, label) => `${label}`).sort(compareCodeUnits);
      const sizes = [6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 12];
      const counted = sizes.flatMap((size, value) =>
        Array.from({ length: size }, (_, image) => ({
          path: `${value}/${100 + image}.png`,
          label: classes.indexOf(`${value}`),
        })),
      );
      const byText = [...counted].sort((a, b) => compareCodeUnits(a.path, b.path));
      const rows = rowsOf(counted, 12, (label) => Number(classes[label]));
      await refused(
        match(byText, rows, { classes }),
        /far better in the order of their values .*\(0,1,2,3,4,5,6,7,8,9,10,11\), and give an order file/,
      );
      const fits = await match(byText, rowsOf(byText, 12), { classes });
      assert.deepEqual([...fits.predProbs], rowsOf(byText, 12).flat());
    });

    it('is that of numbers for labels of a table, and counts from 1', async () => {
      for (const first of [0, 1]) {
        const values = Array.from({ length: 12 }, (_, at) => at + first);
        const classes = values.map(String).sort(compareCodeUnits);
        const numbers = foldersOf(values.map((value) => `x${10 + value}`)).map(({ path }, at) => ({
          path,
          label: classes.indexOf(String(values[Math.floor(at / PER_CLASS)])),
        }));
        const file = await folder.write(
          'labels.csv',
          csv(
            'path,label',
            numbers.map(({ path, label }) => [path, classes[label]!]),
          ),
        );
        const labelSource = { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' } as const;
        const index = { ...indexOf(numbers, classes), labelSource };
        const rows = rowsOf(numbers, 12, (label) => Number(classes[label]) - first);
        const predictions = await folder.write('p.npy', npyMatrix(rows, { type: '<f8' }));
        const matched = await runSteps(matchPredictions(index, { file: predictions }, signal));
        const agreeing = [...matched.labels].filter(
          (label, row) => matched.predProbs[row * 12 + label]! > 0.5,
        );
        assert.ok(agreeing.length > 100, `${agreeing.length} of 120 agree`);
        assert.deepEqual(matched.warnings, []);
      }
    });
  });

  describe('with a header', () => {
    const [first, ...others] = CLASSES;
    it('finds classes in another spelling, and says so', async () => {
      const reversed = right.map((row) => [...row].reverse());
      for (const write of [
        (name: string) => name.replace(/[ -]/, '_'),
        (name: string) => name.toUpperCase(),
        (name: string) => `prob_${name}`,
        (name: string) => `p(${name})`,
        (name: string) => ` ${name} prob`,
      ]) {
        const header = [...CLASSES].reverse().map(write).join(',');
        const matched = await match(images, csv(header, reversed));
        assert.deepEqual([...matched.predProbs], right.flat(), header);
        assert.match(matched.words.join(), /were taken for the classes/, header);
      }
    });

    it('goes by the order where it only counts the columns', async () => {
      for (const header of [
        CLASSES.map((_, column) => column),
        CLASSES.map((_, column) => column + 1),
        CLASSES.map((_, column) => `class_${column}`),
        CLASSES.map((_, column) => `V${column + 1}`),
      ]) {
        const matched = await match(images, csv(header.join(','), right));
        assert.deepEqual([[...matched.predProbs], matched.words], [right.flat(), []], header.join());
      }
      const two = foldersOf(['cat', 'dog']);
      const rows = rowsOf(two, 2);
      const matched = await match(two, csv('0,1', rows), { classes: ['cat', 'dog'] });
      assert.deepEqual([...matched.predProbs], rows.flat());
    });

    it('refuses one that names other classes, or contradicts those given', async () => {
      const header = [first, ...others.slice(0, -1), 'zebra'].join(',');
      await refused(match(images, csv(header, right)), /no column for the class gnu.*Name each column/);
      await refused(match(images, csv('a,b,c,d,e,f,g,h', right)), /no column for the classes ant, bee/);
      const matched = await match(images, csv('a,b,c,d,e,f,g,h', right), { named: CLASSES });
      assert.deepEqual([...matched.predProbs], right.flat());
      const named = [...CLASSES].reverse();
      await refused(
        match(images, csv(CLASSES.join(','), right), { named }),
        /column 1 "ant", and it is said to be the class gnu/,
      );
    });

    it('leaves out columns that are no classes, and names them', async () => {
      const given = (image: number) => CLASSES[images[image]!.label]!;
      const kinds: readonly [string, (image: number) => readonly (string | number)[], RegExp][] = [
        ['path,label', (image) => [images[image]!.path, given(image)], /column "label" is no class/],
        ['path,pred', (image) => [images[image]!.path, image % 8], /column "pred" is no class/],
        ['Unnamed: 0,path', (image) => [image, images[image]!.path], /^$/],
        ['number,path', (image) => [image + 1, images[image]!.path], /column "number"/],
        ['fold,confidence,path', (image) => [image % 3, 0.9, images[image]!.path], /"fold", "confidence"/],
        ['path,camera,site', (image) => [images[image]!.path, 'a', 'b'], /"camera", "site"/],
        ['path,loss_value', (image) => [images[image]!.path, 3.5], /column "loss_value"/],
      ];
      for (const [header, cells, words] of kinds) {
        const rows = right.map((row, image) => [...cells(image), ...row]);
        const matched = await match(images, csv(`${header},${CLASSES.join(',')}`, rows));
        assert.deepEqual([...matched.predProbs], right.flat(), header);
        assert.match(matched.words.join(), words, header);
      }
    });

    it('knows rows without one by their image, and the index of a data frame', async () => {
      const withLabel = right.map((row, image) => [images[image]!.path, 'ant', ...row].join(','));
      const matched = await match(images, withLabel.join('\n'));
      assert.deepEqual([...matched.predProbs], right.flat());
      assert.match(matched.words.join(), /"column 2"/);
      const withIndex = right.map((row, image) => [image, ...row].join(','));
      assert.deepEqual([...(await match(images, withIndex.join('\n'))).predProbs], right.flat());
    });
  });
});
