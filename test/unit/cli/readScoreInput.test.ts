import assert from 'node:assert/strict';
import { parseFlags } from '../../../src/cli/flags';
import { readScoreInput } from '../../../src/cli/readScoreInput';
import { encodeNpy } from '../../../src/core/npy';
import { wordMessage } from '../../../src/core/words/message';
import { createTemporaryFolder, type TemporaryFolder } from '../dataset/temporaryFolder';

const LABELS = Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 'ant' : 'bee'));

describe('labels and predictions to score', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Predictions that are right with the columns in the order of `first` and the other class. */
  const read = async (header: string, first: 'ant' | 'bee' = 'ant', ...args: readonly string[]) => {
    const rows = LABELS.map((label, row) =>
      label === first ? [0.9 + row / 1e4, 0.1 - row / 1e4] : [0.1, 0.9],
    );
    const labels = await folder.write('labels.csv', `label\n${LABELS.join('\n')}\n`);
    const text = [header, ...rows.map((row) => row.join())].filter((line) => line !== '').join('\n');
    const file = await folder.write('p.csv', text);
    const options = {
      labels: { type: 'string' },
      'pred-probs': { type: 'string' },
      classes: { type: 'string' },
    } as const;
    const flags = parseFlags(['--labels', labels, '--pred-probs', file, ...args], options);
    const input = await readScoreInput(flags, new AbortController().signal);
    return input.warnings.map((warning) => wordMessage(warning)).join('\n');
  };

  it('are taken by a header that names the classes, and told where it spells them otherwise', async () => {
    assert.equal(await read('ant,bee'), '');
    for (const header of ['prob_ant,prob_bee', 'Ant,Bee', 'ant,prob_bee'])
      assert.match(
        await read(header),
        /p\.csv: the columns? .*bee (?:was|were) taken for the class(?:es)? .*bee,.*otherwise\.$/iu,
      );
    assert.equal(await read('bee,ant', 'bee'), '');
  });

  it('are not refused as exchanged where the header or the user has named the columns', async () => {
    for (const header of ['ant,bee', 'prob_ant,prob_bee', 'Ant,Bee'])
      assert.match(await read(header, 'bee'), /as if their labels, columns or rows were exchanged/, header);
    assert.match(
      await read('', 'bee', '--classes', 'ant,bee'),
      /as if their labels, columns or rows were exchanged/,
    );
    for (const header of ['', '0,1'])
      await assert.rejects(read(header, 'bee'), /not in the order that was assumed/);
  });

  it('may have blanks between the classes that are named', async () => {
    assert.equal(await read('', 'bee', '--classes', 'bee, ant'), '');
    assert.equal(await read('ant,bee', 'ant', '--classes', ' ant , bee'), '');
  });

  it('name what is no class index, and the labels that are not as many as the columns', async () => {
    const read = (labels: string) => {
      const options = { labels: { type: 'string' }, 'pred-probs': { type: 'string' } } as const;
      const flags = parseFlags(['--labels', labels, '--pred-probs', predictions], options);
      return readScoreInput(flags, new AbortController().signal);
    };
    const predictions = await folder.write('p.csv', '0.9,0.1\n0.2,0.8\n0.9,0.1\n');
    const unlabelled = await folder.write('l.npy', encodeNpy(Int32Array.of(0, -1, 1), [3]));
    await assert.rejects(read(unlabelled), /l\.npy, row 1: -1 is not a class index; give classes from 0 up/);
    const labels = await folder.write('labels.csv', 'label\nant\nbee\ncow\n');
    await assert.rejects(read(labels), /There are 3 different labels \(ant, bee, cow\) for 2 columns/);
  });
});
