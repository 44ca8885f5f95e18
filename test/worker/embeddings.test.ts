import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { createRng } from '../../src/core/rng';
import { runSteps } from '../../src/core/steps';
import { decodeAll } from '../../src/dataset/decode/decodeAll';
import type { DecodedDataset } from '../../src/dataset/decode/decodedDataset';
import type { DecodeOutput } from '../../src/dataset/decode/decodeOutput';
import { encoderView } from '../../src/dataset/decode/encoderView';
import { createJpegDecoder } from '../../src/dataset/decode/jpeg/jpegDecoder';
import { discover } from '../../src/dataset/discover';
import { builtInSource, openEncoder } from '../../src/encoder/encoder';
import { openPixels } from '../../src/files/pixels/openPixels';
import { createTemporaryFolder, type TemporaryFolder } from '../unit/dataset/temporaryFolder';

const DIST = path.resolve(__dirname, '../../dist');
const WORKER = path.join(DIST, 'decodeWorker.js');
const ENCODER = builtInSource('lite0', 64, DIST);
const BOTH: readonly DecodeOutput[] = [
  { kind: 'pixels', size: 16, channels: 3 },
  { kind: 'embedding', encoder: ENCODER },
];
const COUNT = 42;

describe('embeddings by decoding threads', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  before(async () => {
    folder = await createTemporaryFolder();
    const rng = createRng(5);
    for (let i = 0; i < COUNT; i++) {
      const [width, height] = i % 7 === 0 ? [300, 100] : [120 + i, 90];
      const data = Buffer.from(Array.from({ length: 12 * 9 * 3 }, () => rng.nextInt(256)));
      const image = sharp(data, { raw: { width: 12, height: 9, channels: 3 } }).resize(width, height, {
        fit: 'fill',
      });
      const [format, bytes] =
        i % 2 === 0 ? (['jpg', image.jpeg()] as const) : (['png', image.png()] as const);
      await folder.write(`${i % 3 === 0 ? 'a' : 'b'}/${1000 + i}.${format}`, await bytes.toBuffer());
    }
    await folder.write('a/1500.jpg', 'text');
  });
  after(() => folder.remove());

  const indexOf = () => runSteps(discover({ root: folder.root, signal }));
  const start = async (
    name: string,
    options: { readonly signal?: AbortSignal; readonly workerFile?: string | undefined } = {},
  ) => {
    const index = await indexOf();
    return decodeAll({
      index,
      outputs: BOTH,
      cores: 2,
      cacheFolder: folder.at(name),
      workerFile: WORKER,
      signal,
      ...options,
    });
  };
  const rowsOf = ({ pixels }: DecodedDataset) => {
    const images = openPixels(pixels);
    const rows = Array.from({ length: pixels.count }, (_, i) => {
      const row = new Uint8Array(pixels.height * pixels.width * pixels.channels);
      images.read(i, row);
      return row;
    });
    images.close();
    return rows;
  };

  it('are those of the images, one after the other', async () => {
    const { paths } = await indexOf();
    const [pixels, embeddings] = await runSteps(await start('.threads'));
    assert.equal(embeddings!.pixels.width, 1728);
    assert.equal(pixels!.unreadable[0]!.path, 'a/1500.jpg');
    assert.deepEqual(embeddings!.readable, pixels!.readable);
    const encoder = await openEncoder(ENCODER);
    const decodeJpeg = createJpegDecoder(DIST);
    const rows = rowsOf(embeddings!);
    for (const [i, image] of embeddings!.readable.entries()) {
      const bytes = await readFile(folder.at(paths[image]!));
      const { squares } = await encoderView(bytes, ENCODER.size, { decodeJpeg });
      const mean = new Float32Array(encoder.width);
      for (const square of squares) {
        const embedding = await encoder.embed(square);
        for (const [at, value] of embedding.entries()) mean[at]! += value / squares.length;
      }
      assert.deepEqual(rows[i], compandEmbedding(mean), paths[image]);
    }
    encoder.close();
    assert.deepEqual(new Set(rows.map((row) => row.join())).size, COUNT);
  });

  it('are found again without a thread', async () => {
    const made = await runSteps(await start('.again'));
    assert.deepEqual(await runSteps(await start('.again', { workerFile: undefined })), made);
  });

  it('end when the run is cancelled, and those made are kept', async () => {
    const controller = new AbortController();
    const work = await start('.cancelled', { signal: controller.signal });
    await work.next();
    for (let done = 0; done < 8;) {
      const step = await work.next();
      assert.ok(step.done !== true);
      done = step.value.done;
    }
    controller.abort();
    await assert.rejects(runSteps(work), { name: 'AbortError' });
    const again = await start('.cancelled');
    const steps: number[] = [];
    const decoded = await runSteps(again, ({ done }) => void steps.push(done));
    assert.ok(steps.some((done) => done >= 8 && done < COUNT));
    assert.deepEqual(decoded, await runSteps(await start('.threads')));
  });

  it('say that the encoder cannot be used', async () => {
    const encoder = { ...ENCODER, wasmFolder: folder.root };
    const index = await indexOf();
    const work = decodeAll({
      index,
      outputs: [{ kind: 'embedding', encoder }],
      cores: 2,
      cacheFolder: folder.at('.unusable'),
      workerFile: WORKER,
      signal,
    });
    await assert.rejects(runSteps(work), { name: 'AppError', code: 'encoder-unusable' });
  });
});
