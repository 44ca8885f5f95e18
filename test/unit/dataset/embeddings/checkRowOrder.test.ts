import assert from 'node:assert/strict';
import { plainProducts } from '../../../../src/core/embedding/rowProducts';
import { createRng } from '../../../../src/core/rng';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { checkRowOrder } from '../../../../src/dataset/embeddings/checkRowOrder';
import { matchEmbeddings } from '../../../../src/dataset/embeddings/matchEmbeddings';
import { npyMatrix } from '../predictions/npyBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

const WIDTH = 12;
const search = { createProducts: plainProducts, seed: 1, breathe: () => Promise.resolve() };
const { signal } = new AbortController();

describe('the order of embeddings made elsewhere', () => {
  let folder: TemporaryFolder;
  let random: ReturnType<typeof createRng>;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    random = createRng(14);
  });
  afterEach(() => folder.remove());

  /** An image with its label, one in 20 of which is wrong, in the order of the labels. */
  const drawImages = (count: number, classCount: number) =>
    Array.from({ length: count }, (_, i) => {
      const shows = Math.floor(random.next01() * classCount);
      const label = random.next01() < 0.05 ? (shows + 1) % classCount : shows;
      return { path: `img/${i + 1}.png`, shows, label };
    });
  type Image = ReturnType<typeof drawImages>[number];

  /** Near others that show the same. */
  const embed = ({ shows }: Image) =>
    Array.from({ length: WIDTH }, (_, d) => (d % 4 === shows ? 1 : 0) + 0.6 * (random.next01() - 0.5));

  /** What is said of embeddings whose rows are in the order of `rows`, which nobody has named. */
  async function check(images: readonly Image[], rows: readonly Image[]): Promise<string> {
    const paths = images.map(({ path }) => path).sort();
    const labelOf = new Map(images.map(({ path, label }) => [path, label]));
    const labels = await folder.write(
      'labels.csv',
      `path,label\n${images.map(({ path, label }) => `${path},c${label}`).join('\n')}\n`,
    );
    const index = {
      ...{ root: folder.root, paths, classes: ['c0', 'c1', 'c2', 'c3'] },
      labels: Int32Array.from(paths, (path) => labelOf.get(path)!),
      labelSource: { kind: 'csv', file: labels, pathColumn: 'path', labelColumn: 'label' } as const,
    };
    const file = await folder.write('e.npy', npyMatrix(rows.map(embed), { type: '<f4' }));
    const matched = await runSteps(matchEmbeddings(index, { file }, signal));
    const warnings = await checkRowOrder(index, { file, ...matched }, search);
    return warnings.map((warning) => wordMessage(warning)).join('\n');
  }

  const shuffled = <T>(items: readonly T[]) => {
    const order = Int32Array.from(items.keys());
    random.shuffle(order);
    return Array.from(order, (i) => items[i]!);
  };

  it('is taken without a word where near rows have one label', async () => {
    for (const classes of [2, 4]) {
      const images = drawImages(120, classes);
      assert.equal(await check(images, images), '');
    }
  });

  it('is refused where the labels speak for another usual one, which is named', async () => {
    const images = drawImages(120, 3);
    const sorted = images.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    await assert.rejects(check(images, sorted), {
      code: 'bad-predictions',
      message:
        /e\.npy fit the labels far better in the order of the sorted paths than in the order of the label file.*--encoder-order/,
    });
  });

  it('is doubted where some rows, one after the other, are shuffled or shifted', async () => {
    for (const classes of [2, 4]) {
      const images = drawImages(200, classes);
      const half = await check(images, [...images.slice(0, 100), ...shuffled(images.slice(100))]);
      assert.match(half, /e\.npy: from row (?:9|10|11)\d .* check that these rows/, half);
      const shift = await check(images, [...images.slice(0, 80), ...images.slice(81), images[80]!]);
      assert.match(shift, /e\.npy: from row (?:7|8|9)\d .* check that these rows/, shift);
    }
  });
});
