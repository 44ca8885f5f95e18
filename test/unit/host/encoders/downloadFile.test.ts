import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { downloadFile, type DownloadRequest } from '../../../../src/host/encoders/downloadFile';
import { temporaryFolder } from '../../temporaryFolder';
import { itWith } from '../../../fixtures/itWith';

const CONTENT = Buffer.from(
  Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256),
);
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What a server that knows ranges gives; where it gives `most` bytes at a time, more never comes. */
const serve =
  (content: Buffer, most = Infinity): Answer =>
  ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, 'accept-ranges': 'bytes' });
    if (rest.length <= most) response.end(rest);
    else response.write(rest.subarray(0, most));
  };

describe('downloadFile', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'encoders', 'model.onnx');
  const part = () => `${file()}.part`;
  let server: Server;
  let answer: Answer;
  const ranges: (string | undefined)[] = [];

  beforeEach(async () => {
    ranges.length = 0;
    answer = serve(CONTENT);
    server = createServer((request, response) => {
      ranges.push(request.headers.range);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function requestWith(changes: Partial<DownloadRequest> = {}): DownloadRequest {
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    return {
      address: `http://127.0.0.1:${address.port}/model.onnx`,
      bytes: CONTENT.length,
      sha256: sha256Of(CONTENT),
      file: file(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...changes,
    };
  }

  /** Breaks the connection when something has arrived: what the reader has not taken by then is lost to it. */
  function breaking(times = Infinity): Pick<DownloadRequest, 'onProgress'> {
    let last = 0;
    let breaks = 0;
    return {
      onProgress: (received) => {
        if (received > last && breaks++ < times) server.closeAllConnections();
        last = received;
      },
    };
  }

  const assertWhole = async () => {
    assert.deepEqual(await readFile(file()), CONTENT);
    assert.deepEqual(await readdir(path.dirname(file())), ['model.onnx']);
  };
  const failsWith = (message: RegExp) => ({ code: 'install-failed', message });

  it('saves a file under its name when it is whole, telling how far it is, and asks nobody the second time', async () => {
    const progress: number[] = [];
    const request = requestWith({
      onProgress: (received) => {
        assert.equal(existsSync(file()), false);
        progress.push(received);
      },
    });
    assert.deepEqual(await downloadFile(request), { status: 'done' });
    await assertWhole();
    assert.equal(progress[0], 0);
    assert.equal(progress.at(-1), CONTENT.length);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
    assert.deepEqual(await downloadFile(request), { status: 'done' });
    assert.equal(ranges.length, 1);
  });

  it('goes on where the connection broke', async () => {
    answer = serve(CONTENT, 100_000);
    assert.deepEqual(await downloadFile(requestWith(breaking())), { status: 'done' });
    await assertWhole();
    assert.ok(ranges.length > 2);
    assert.equal(ranges[0], undefined);
    for (const range of ranges.slice(1)) assert.match(range!, /^bytes=[1-9]\d*-299999$/);
  });

  it('goes on where an earlier download was left', async () => {
    await mkdir(path.dirname(file()), { recursive: true });
    await writeFile(part(), CONTENT.subarray(0, 120_000));
    await downloadFile(requestWith());
    await assertWhole();
    assert.deepEqual(ranges, ['bytes=120000-299999']);
  });

  it('starts anew where the server knows no ranges, and does not ask for ever', async () => {
    await mkdir(path.dirname(file()), { recursive: true });
    await writeFile(part(), Buffer.alloc(1000, 7));
    answer = (_, response) => response.end(CONTENT);
    await downloadFile(requestWith());
    await assertWhole();

    const other = requestWith({ file: path.join(folder(), 'encoders', 'other.onnx') });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 1000));
    };
    await assert.rejects(
      downloadFile({ ...other, ...breaking() }),
      failsWith(/^The connection to .* broke \(.*\); try again, and it goes on/),
    );
    assert.equal(ranges.length, 2);
  });

  it('keeps what has arrived where nothing more comes', async () => {
    let answers = 0;
    answer = (request, response) => {
      if (answers++ === 0) serve(CONTENT, 50_000)(request, response);
      else response.destroy();
    };
    await assert.rejects(downloadFile(requestWith(breaking(1))), failsWith(/The connection to .* broke/));
    assert.ok((await readFile(part())).length > 0);
    assert.equal(existsSync(file()), false);
    answer = serve(CONTENT);
    await downloadFile(requestWith());
    await assertWhole();
  });

  it('deletes what is not the file expected', async () => {
    for (const wrong of [Buffer.alloc(CONTENT.length, 1), Buffer.concat([CONTENT, CONTENT])]) {
      answer = serve(wrong);
      await assert.rejects(
        downloadFile(requestWith()),
        failsWith(/is not the file expected \(its checksum differs\); it was deleted\.$/),
      );
      assert.deepEqual(await readdir(path.dirname(file())), []);
    }
  });

  it('says what the server said', async () => {
    answer = (_, response) => response.writeHead(404).end('not here');
    await assert.rejects(
      downloadFile(requestWith()),
      failsWith(/model\.onnx answers with 404 Not Found; try again later\.$/),
    );
    assert.deepEqual(await readdir(path.dirname(file())), []);
    const nobody = requestWith({ address: 'http://127.0.0.1:1/model.onnx' });
    await assert.rejects(
      downloadFile(nobody),
      failsWith(/The connection to http:\/\/127\.0\.0\.1:1\/model\.onnx broke/),
    );
  });

  it('says that there is not enough space, before it starts', async () => {
    await mkdir(path.dirname(file()), { recursive: true });
    await writeFile(part(), CONTENT.subarray(0, 100_000));
    await assert.rejects(
      downloadFile(requestWith(), () => Promise.resolve(199_999)),
      failsWith(/^There is not enough space for 1 MB in .*encoders\.$/),
    );
    assert.equal(ranges.length, 0);
    await downloadFile(requestWith(), () => Promise.resolve(200_000));
    await assertWhole();
  });

  itWith('a full device', 'says that the disk became full on the way', async () => {
    await mkdir(path.dirname(file()), { recursive: true });
    await symlink('/dev/full', part());
    await assert.rejects(downloadFile(requestWith()), failsWith(/^There is not enough space/));
    assert.equal(existsSync(file()), false);
  });

  it('stops when it is cancelled, and goes on the next time', async () => {
    const abort = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length, 'accept-ranges': 'bytes' });
      response.write(CONTENT.subarray(0, 60_000)); // and then nothing
    };
    const outcome = await downloadFile(
      requestWith({ signal: abort.signal, onProgress: (received) => received > 0 && abort.abort() }),
    );
    assert.deepEqual(outcome, { status: 'cancelled' });
    assert.equal(existsSync(file()), false);
    assert.ok((await readFile(part())).length > 0);
    answer = serve(CONTENT);
    assert.deepEqual(await downloadFile(requestWith()), { status: 'done' });
    await assertWhole();
    assert.match(ranges[1]!, /^bytes=\d+-/);
    const before = requestWith({ signal: AbortSignal.abort(), file: path.join(folder(), 'another.onnx') });
    assert.deepEqual(await downloadFile(before), { status: 'cancelled' });
  });
});
