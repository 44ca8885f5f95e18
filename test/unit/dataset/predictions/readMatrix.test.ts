import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openPredictions } from '../../../../src/dataset/predictions/openPredictions';
import { readMatrix } from '../../../../src/dataset/predictions/readMatrix';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { npyMatrix } from './npyBytes';

describe('predictions files', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const read = async (name: string, content: string | Uint8Array) =>
    readMatrix(await openPredictions(await folder.write(name, content)), signal);

  for (const type of ['<f2', '<f4', '<f8'] as const)
    for (const isFortran of [false, true])
      it(`are read as ${type} in ${isFortran ? 'Fortran' : 'C'} order`, async () => {
        // Eighths sum to 1 exactly in every type.
        const row = fc
          .integer({ min: 0, max: 8 })
          .chain((a) => fc.integer({ min: 0, max: 8 - a }).map((b) => [a / 8, b / 8, (8 - a - b) / 8]));
        await fc.assert(
          fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 9 }), async (rows) => {
            const { data, ...shape } = await read('p.npy', npyMatrix(rows, { type, isFortran }));
            assert.deepEqual([...data], rows.flat());
            assert.deepEqual(shape, { rows: rows.length, columns: 3 });
            assert.equal(data instanceof Float64Array, type === '<f8');
          }),
          { seed: 1, numRuns: 20 },
        );
      });

  it('are read in blocks when they are large, in either order', async () => {
    const rows = Array.from({ length: 400_000 }, (_, row) => [0, 1, 2].map((k) => (k === row % 3 ? 1 : 0)));
    for (const isFortran of [false, true]) {
      const { data } = await read('p.npy', npyMatrix(rows, { type: '<f4', isFortran }));
      const wrong = data.findIndex((value, cell) => value !== rows[Math.floor(cell / 3)]![cell % 3]);
      assert.equal(wrong, -1);
    }
  });

  it('are read from a CSV, with or without a header', async () => {
    assert.deepEqual([...(await read('p.csv', '0.25,0.75\n1,0\n')).data], [0.25, 0.75, 1, 0]);
    assert.deepEqual([...(await read('p.csv', 'cat,dog\n0.25,0.75\n')).data], [0.25, 0.75]);
    assert.deepEqual([...(await read('p.tsv', 'a.png\t0.25\t0.75\n')).data], [0.25, 0.75]);
  });

  const halves = [
    [0.5, 0.5],
    [0.5, 0.5],
  ];
  const broken: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    ['a file of another kind', 'p.pt', 'torch', /neither \.npy nor \.csv; save/],
    ['an empty CSV', 'p.csv', '', /is empty; give a CSV with the probabilities of one image in each row/],
    ['only a header', 'p.csv', 'cat,dog\n', /holds no predictions; give one row/],
    ['one column', 'p.csv', '1\n1\n', /1 column of probabilities; give one for each class/],
    ['a short row', 'p.csv', 'a,b\n0.5,0.5\n1\n', /line 3 has 1 cell instead of 2/],
    [
      'a word among numbers',
      'p.csv',
      'a,b\n0.5,0.5\n0.5,half\n',
      /line 3, column "b": "half" is not a number/,
    ],
    ['an empty cell', 'p.csv', 'a,b\n1,\n', /line 2, column "b": an empty cell is not a number/],
    [
      'a decimal comma',
      'p.csv',
      'a;b\n0,5;0,5\n',
      /line 2, column "a": "0,5" is not a number; write decimals with a point/,
    ],
    [
      'percent signs',
      'p.csv',
      'a,b\n93%,7 %\n',
      /line 2, column "a": 93% is a percentage; write it as a share/,
    ],
    ['a word in a table without a header', 'p.csv', 'a.png,1,0\nb.png,1,x\n', /line 2, column 3: "x" is not/],
    [
      'logits in a table without a header',
      'p.csv',
      'a.png,1,0\nb.png,3,-2\n',
      /line 2, column 2: 3 .*softmax/,
    ],
    ['logits below a header', 'p.csv', 'path,a,b\na.png,3,-2\n', /line 2, column "a": 3 .*softmax/],
    ['an open quote', 'p.csv', 'a,b\n"0.5,0.5\n', /line 2 opens a quote that is never closed; check/],
    ['two path columns', 'p.csv', 'path,file,a,b\nx,y,1,0\n', /more than one column of paths \(path, file\)/],
    ['no numpy file', 'p.npy', 'text', /not a usable \.npy file.*numpy\.save/],
    ['a cut file', 'p.npy', npyMatrix(halves, { type: '<f4' }).slice(0, -4), /needs 16 bytes, not 12/],
    ['no rows', 'p.npy', npyMatrix([], { type: '<f4' }), /holds no predictions/],
    ['logits', 'p.npy', npyMatrix([[3, -2]], { type: '<f4' }), /row 0 .*column 0: 3 .*softmax/],
    ['NaN', 'p.npy', npyMatrix([...halves, [NaN, 1]], { type: '<f8' }), /row 2 .*column 0: NaN/],
    ['sums of 0.6', 'p.npy', npyMatrix([[0.5, 0.1]], { type: '<f8' }), /row 0 .*sum to 0\.6 instead of 1/],
  ];
  for (const [name, file, content, message] of broken)
    it(`name the file and say what to do about ${name}`, async () => {
      await assert.rejects(read(file, content), (error: Error & { readonly code?: string }) => {
        assert.equal(error.code, 'bad-predictions');
        assert.match(error.message, message);
        assert.ok(error.message.includes(folder.at(file)), error.message);
        return true;
      });
    });

  it('say when there is no such file', async () => {
    for (const name of ['absent.npy', 'absent.csv'])
      await assert.rejects(openPredictions(folder.at(name)), {
        code: 'bad-predictions',
        message: `There is no predictions file ${folder.at(name)}; check the path.`,
      });
  });

  it('stop when cancelled', async () => {
    for (const [name, content] of [
      ['p.npy', npyMatrix(halves, { type: '<f4' })],
      ['p.csv', '0.5,0.5\n0.5,0.5\n'],
    ] as const) {
      const reader = await openPredictions(await folder.write(name, content));
      await assert.rejects(readMatrix(reader, AbortSignal.abort()), { name: 'AbortError' });
    }
  });
});
