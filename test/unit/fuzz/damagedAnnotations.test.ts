/** Whatever files of annotations hold, their readers read them or say in an `AppError` what is wrong; `FUZZ_RUNS` as for other files. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { AppError } from '../../../src/core/appError';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { temporaryFolder } from '../temporaryFolder';
import { applyDamages, damages } from './damage';

const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 50), seed: Number(process.env.FUZZ_SEED ?? 7) };
const { signal } = new AbortController();
const GOLDEN = path.join(__dirname, '..', 'dataset', 'formats', 'golden');

/** Written by the tools of the field. */
const WRITTEN = path.join(__dirname, '..', '..', 'fixtures', 'golden');
const EXPORT = 'project-1-at-2024-05-02-10-00-00000000.json';

describe('a damaged file of annotations', () => {
  const folder = temporaryFolder();

  const write = async (file: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(path.join(folder(), file)), { recursive: true });
    await writeFile(path.join(folder(), file), content);
  };
  const damage = (file: string, sound: Uint8Array) =>
    fc.assert(
      fc.asyncProperty(damages, async (list) => {
        await write(file, applyDamages(sound, list));
        try {
          const { places = [] } = await runSteps(discover({ root: folder(), signal }));
          for (const place of places) assert.ok(Object.values(place?.box ?? {}).every(Number.isFinite));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          assert.match(error.message, /\S/);
        }
      }),
      RUNS,
    );

  it('in COCO is read or refused', async () => {
    const sound = await readFile(path.join(GOLDEN, 'coco.json'));
    const { images } = JSON.parse(sound.toString()) as { images: readonly { file_name: string }[] };
    for (const { file_name } of images) await write(file_name, '');
    await damage('coco.json', sound);
  });

  it('in YOLO is read or refused', async () => {
    const { files } = JSON.parse(await readFile(path.join(GOLDEN, 'yolo.json'), 'utf8')) as {
      files: Readonly<Record<string, string>>;
    };
    const picture = await sharp({ create: { width: 9, height: 7, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const [name, text] of Object.entries(files)) {
      await write(`images/${name}.png`, picture);
      await write(`labels/${name}.txt`, text);
    }
    const yaml = Buffer.from(
      'path: .\ntrain: images\nval: [images]\nnames: {0: a, 1: b, 2: c, 3: d, 4: e}\n',
    );
    await write('data.yaml', yaml);
    await damage('labels/0003.txt', Buffer.from(files['0003'] ?? ''));
    await damage('data.yaml', yaml);
  });

  for (const [title, images, file] of [
    ['Pascal VOC', ['voc/JPEGImages/a_1.jpg', 'voc/JPEGImages/b_2.jpg'], 'voc/Annotations/a_1.xml'],
    ['labelme', ['labelme/images/a.png', 'labelme/images/b.png'], 'labelme/labels/a.json'],
    ['CVAT', ['cvat/images/a-1.jpg', 'cvat/images/deep/c.jpg'], 'cvat/default.xml'],
    ['Label Studio', ['label-studio/upload/a-b.png'], `label-studio/${EXPORT}`],
    ['JSON-MIN of Label Studio', ['upload/a-b.png', 'pictures/c.png'], 'label-studio-min.json'],
  ] as const)
    it(`in ${title} is read or refused`, async () => {
      for (const image of images) await write(image, '');
      await damage(file, await readFile(path.join(WRITTEN, file)));
    });
});
