import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readThrift, writeThrift } from '../../../../src/files/parquet/thrift';
import { FORMAT_FIXTURES } from '../../dataset/formats/readDataset';
import { footerBytes } from './footerOf';

describe('Thrift', () => {
  const footers = readdirSync(FORMAT_FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => footerBytes(readFileSync(path.join(FORMAT_FIXTURES, name))));

  it('is written as it was read, in the footers of pyarrow', () => {
    assert.ok(footers.length >= 8);
    for (const footer of footers) assert.deepEqual(writeThrift(readThrift(footer)), footer);
  });

  it('that is damaged is read in another way or refused, and no more', () => {
    const [footer] = footers;
    fc.assert(
      fc.property(fc.nat(footer!.length - 1), fc.nat(255), fc.nat(footer!.length), (at, byte, length) => {
        const damaged = Buffer.from(footer!);
        damaged[at] = byte;
        try {
          writeThrift(readThrift(damaged.subarray(0, length)));
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
