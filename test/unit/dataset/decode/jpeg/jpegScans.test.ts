import assert from 'node:assert/strict';
import sharp from 'sharp';
import { countScans, isInOneScan } from '../../../../../src/dataset/decode/jpeg/jpegScans';

describe('scans of a JPEG', () => {
  const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });

  it('are counted, up to what is enough', async () => {
    const plain = await picture().jpeg().toBuffer();
    const progressive = await picture().jpeg({ progressive: true }).toBuffer();
    assert.equal(countScans(plain, 100), 1);
    const scans = countScans(progressive, 100);
    assert.ok(scans > 3);
    const scan = progressive.subarray(progressive.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
    const many = Buffer.concat([progressive.subarray(0, -2), ...Array<Buffer>(3000).fill(scan)]);
    assert.equal(countScans(many, 1e6), scans + 3000);
    assert.equal(countScans(many, 101), 101);
  });

  it('are one where nothing has to be kept, and not where the header is odd', async () => {
    const plain = await picture().jpeg().toBuffer();
    assert.ok(isInOneScan(plain));
    assert.ok(isInOneScan(await picture().greyscale().jpeg().toBuffer()));
    assert.ok(!isInOneScan(await picture().jpeg({ progressive: true }).toBuffer()));
    const first = Buffer.from(plain);
    first[first.indexOf(Buffer.from([0xff, 0xda])) + 4] = 1;
    assert.ok(!isInOneScan(first));
    for (const length of [0, 3, 12, 100]) assert.ok(!isInOneScan(plain.subarray(0, length)));
  });
});
