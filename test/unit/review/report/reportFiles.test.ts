import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { readPictures } from '../../../../src/review/report/reportPictures';
import { checkReport, formOfReport } from '../../../../src/review/report/reportOutput';
import { readReport } from '../../../../src/review/report/readReport';
import { writeReport, type ReportOptions } from '../../../../src/review/report/writeReport';
import { wordMessage } from '../../../../src/core/words/message';
import { ensureStore, journalFile, locateStore } from '../../../../src/store/location';
import { replayJournal } from '../../../../src/store/journal/replayJournal';
import { openRun } from '../../../../src/store/openRun';
import { writeRun } from '../../../../src/store/runs';
import { thumbnailFile } from '../../../../src/store/thumbnailFile';
import { temporaryFolder } from '../../temporaryFolder';
import { sampleColumns, sampleResults, sampleRun } from '../sampleRun';
import { itWith } from '../../../fixtures/itWith';

const ROWS = sampleResults(['a.png', 'cat', 'dog'], ['b.tif', 'dog', 'cat'], ['c.png', 'cat', 'cat']);

const pixels = (edge: number) =>
  sharp({ create: { width: edge, height: edge, channels: 3, background: { r: 9, g: 9, b: 9 } } });

/** A line of a journal that decides about images. */
const line = (id: string, at: string, ...decisions: readonly object[]) =>
  `${JSON.stringify({ v: 1, type: 'decide', id, at, decisions })}\n`;

describe('a report on files', () => {
  const root = temporaryFolder();
  const at = (name: string) => path.join(root(), name);

  /** A dataset with a run and a thumbnail for its second image, whose format no browser shows. */
  async function make() {
    const location = await locateStore(root(), root());
    await ensureStore(location);
    const predProbs = new Float32Array(ROWS.length * 3).fill(1 / 3);
    await writeRun(location, { summary: sampleRun(ROWS), results: sampleColumns(ROWS), predProbs });
    await pixels(32).png().toFile(at('a.png'));
    await writeFile(at('b.tif'), 'not for browsers');
    const thumbnail = thumbnailFile(location, 'b.tif');
    await mkdir(path.dirname(thumbnail), { recursive: true });
    await pixels(200).webp().toFile(thumbnail);
    return { location, run: openRun(location, sampleRun(ROWS)), thumbnail };
  }

  it('holds the thumbnails and, where an image is its own, the image', async () => {
    const { location, thumbnail } = await make();
    const { pictures, notes } = await readPictures(location, ['a.png', 'b.tif']);
    const address = async (type: string, file: string) =>
      `data:image/${type};base64,${(await readFile(file)).toString('base64')}`;
    assert.deepEqual(Object.fromEntries(pictures), {
      'a.png': { address: await address('png', at('a.png')), isTiny: true },
      'b.tif': { address: await address('webp', thumbnail), isTiny: false },
    });
    assert.deepEqual(notes, []);
  });

  it('says how many pictures are missing, for the cache was deleted, and how many had no room', async () => {
    const { location, thumbnail } = await make();
    await rm(thumbnail);
    await writeFile(at('key.png'), '-----BEGIN OPENSSH PRIVATE KEY-----');
    const { pictures, notes } = await readPictures(location, ['a.png', 'b.tif', 'gone.png', 'key.png']);
    assert.deepEqual([...pictures.keys()], ['a.png']);
    assert.match(
      wordMessage(notes[0]!),
      /^3 pictures are missing: the cache with their thumbnails was deleted/u,
    );
    const { length } = await readFile(at('a.png'));
    const tight = await readPictures(location, ['a.png', 'a.png'], length);
    assert.match(wordMessage(tight.notes[0]!), /^1 picture is left out/u);
    assert.equal(tight.notes.length, 1);
  });

  itWith('devices', 'opens no pipe that is named like an image', async () => {
    const { location } = await make();
    await symlink('/dev/zero', at('zero.png'));
    assert.equal((await readPictures(location, ['zero.png'])).pictures.size, 0);
  });

  it('counts the decisions of the journal, with the time of the latest that counts', async () => {
    const { location, run } = await make();
    const keep = { action: 'keep' };
    await writeFile(
      journalFile(location),
      line(
        '1',
        '2026-03-01T00:00:00Z',
        { path: 'a.png', decision: keep },
        { path: 'gone.png', decision: keep },
      ) +
        line('2', '2026-02-01T00:00:00Z', { path: 'c.png', decision: { action: 'exclude' } }) +
        line('3', '2026-04-01T00:00:00Z', { path: 'gone.png', decision: keep }),
    );
    const { log } = await replayJournal(location, [run]);
    const report = await readReport({ root: root(), run, log }, 10);
    assert.equal(report.dataset, path.basename(root()));
    assert.deepEqual(report.decided, {
      counts: { reviewed: 2, relabelled: 0, kept: 1, excluded: 1, unsure: 0 },
      suspects: { reviewed: 1, wrong: 0 },
      sample: undefined,
      latest: '2026-03-01T00:00:00Z',
    });
    assert.match(wordMessage(report.notes[0]!), /gone\.png \(no longer there\)/u);
  });

  it('is replaced by the next one, and replaces nothing else', async () => {
    const { location, run } = await make();
    const { log } = await replayJournal(location, [run]);
    for (const name of ['report.html', 'report.md', 'REPORT.HTM', 'report.markdown']) {
      const options: ReportOptions = { location, form: formOfReport(name), images: 10 };
      await checkReport(at(name), []);
      await writeReport(at(name), { run, log }, options);
      const first = await readFile(at(name), 'utf8');
      await checkReport(at(name), []);
      await writeReport(at(name), { run, log }, options);
      assert.equal(await readFile(at(name), 'utf8'), first);
    }
    await writeFile(at('README.md'), '# Animals\n');
    await writeFile(at('index.html'), '<!doctype html>\n<title>x</title>');
    for (const name of ['README.md', 'index.html'])
      await assert.rejects(checkReport(at(name), []), {
        code: 'bad-output',
        message: /is not a report of Label Review/u,
      });
    await assert.rejects(checkReport(at('report.md'), [at('report.md')]), /one of the files that are read/u);
    await assert.rejects(
      checkReport(path.join(location.folder, 'report.md'), []),
      /where runs and decisions are kept/u,
    );
    assert.throws(() => formOfReport('report.pdf'), /named \.html or \.md, not report\.pdf/u);
  });
});
