import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { runSteps } from '../../../../src/core/steps';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { discover } from '../../../../src/dataset/discover';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';
import { createRng } from '../../../../src/core/rng';
import { temporaryFolder } from '../../temporaryFolder';

/** Writings of the same table. */
const ENCODERS = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8 with a mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  latin1: (text: string) => Buffer.from(text, 'latin1'),
} as const;

describe('correcting a table of labels', () => {
  const root = temporaryFolder();

  async function correct(table: Buffer, corrections: ReadonlyMap<string, Correction>): Promise<Buffer> {
    const file = path.join(root(), 'labels.csv');
    await writeFile(file, table);
    const signal = new AbortController().signal;
    const labels = { file, pathColumn: 'image', labelColumn: 'label' };
    const now = await runSteps(discover({ root: root(), labels, signal }));
    const bounds = { root: root() };
    const { changes, leftOut } = await planCorrections({ now, corrections, bounds, signal });
    assert.deepEqual(leftOut, []);
    const [change, ...others] = changes;
    assert.deepEqual(others, []);
    if (change === undefined) return table;
    assert.ok(change.kind === 'rewrite');
    return applyEdits(table, change.edits);
  }

  it('gives what the table would have been with the new labels, however it is written', async () => {
    const rng = createRng(7);
    const random = () => rng.next01();
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const images = Array.from({ length: 9 }, (_, i) => `Bücher/${i}.png`);
    await mkdir(path.join(root(), 'Bücher'));
    for (const image of images) await writeFile(path.join(root(), image), image);
    for (let round = 0; round < 16; round++) {
      const encoding = pick(Object.keys(ENCODERS) as (keyof typeof ENCODERS)[]);
      const delimiter = pick([',', ';', '\t']);
      const newline = pick(['\n', '\r\n']);
      const hasLastLineEnd = random() < 0.5;
      const quoted = (text: string) =>
        random() < 0.3 || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
      const labelOf = new Map(images.map((image, i) => [image, ['été', 'cat', 'dog'][i % 3]!]));
      const corrections = new Map<string, Correction>();
      for (const image of images) {
        const givenLabel = labelOf.get(image)!;
        const isOpen = random() < 0.5;
        if (isOpen) continue;
        const label = pick(['naïf', 'dog', `a${delimiter}b`]);
        corrections.set(image, {
          givenLabel,
          decision: random() < 0.6 ? { action: 'relabel', label } : { action: 'exclude' },
        });
      }
      const rows = images.map((image) => [
        pick(['', 'x', 'größer', 'a "b"']),
        image,
        labelOf.get(image)!,
        pick(['1', '', 'end']),
      ]);
      const lines = rows.map((row) => row.map(quoted).join(delimiter));
      const text = ['note,image,label,more'.replaceAll(',', delimiter), ...lines].join(newline);
      const table = ENCODERS[encoding](hasLastLineEnd ? text + newline : text);
      const corrected = await correct(table, corrections);

      const decode = (bytes: Buffer) =>
        encoding === 'latin1'
          ? bytes.toString('latin1')
          : new TextDecoder(encoding.slice(0, encoding.startsWith('utf-16') ? 8 : 5)).decode(bytes);
      const read = (bytes: Buffer): string[][] =>
        parse(decode(bytes), { delimiter, record_delimiter: newline, relax_quotes: true });
      const wanted = rows.flatMap((row) => {
        const decision = corrections.get(row[1]!)?.decision;
        if (decision?.action === 'exclude') return [];
        return [decision === undefined ? row : row.with(2, decision.label)];
      });
      assert.deepEqual(read(corrected).slice(1), wanted, `round ${round}`);
      assert.equal(decode(corrected).endsWith(newline), hasLastLineEnd, `round ${round}`);
      // The lines of images that nothing was decided about are the same bytes.
      const untouched = lines.filter((_, i) => !corrections.has(images[i]!));
      for (const line of untouched) assert.ok(decode(corrected).includes(line), `round ${round}`);
    }
  });
});
