import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { AppError } from '../../src/core/appError';
import {
  installBackend,
  removeBackend,
  type InstallRequest,
} from '../../src/host/optionalBackend/installBackend';
import { findNpm } from '../../src/host/optionalBackend/npmProgram';
import { NATIVE_TENSORFLOW } from '../../src/host/optionalBackend/optionalBackends';
import { temporaryFolder } from '../unit/temporaryFolder';

const DIST = path.resolve(__dirname, '../../dist');

/** What a tfjs-node that works gives to the check: a backend whose product is right. */
const WORKING = `
  const sum = { data: async () => [8], dispose() {} };
  module.exports = { ready: async () => {}, unregisterGradient() {}, registerGradient() {}, tidy: (f) => f(),
    ones() {}, matMul() {}, sum: () => sum };`;
/** Stands in for the download of the library. */
const ADD_LIBRARY = `
  const fs = require('node:fs');
  fs.mkdirSync('lib/napi-v8', { recursive: true });
  fs.writeFileSync('lib/napi-v8/tfjs_binding.node', '');`;

describe('installing native TensorFlow', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const target = () => path.join(folder(), 'storage', 'packages');
  const installed = () => path.join(target(), 'tensorflow', 'node_modules', '@tensorflow', 'tfjs-node');

  /** A package like tfjs-node, which the real npm installs from a folder. */
  async function writePackage(files: Readonly<Record<string, string>>): Promise<string> {
    const source = path.join(folder(), 'source');
    await mkdir(source, { recursive: true });
    const manifest = {
      name: '@tensorflow/tfjs-node',
      version: '4.22.0',
      main: 'index.js',
      scripts: { install: 'node install.js' },
    };
    const all = { 'package.json': JSON.stringify(manifest), 'install.js': ADD_LIBRARY, 'index.js': WORKING };
    for (const [name, text] of Object.entries({ ...all, ...files }))
      await writeFile(path.join(source, name), text);
    return source;
  }

  interface Watched {
    readonly steps: string[];
    readonly lines: string[];
  }

  async function install(
    files: Readonly<Record<string, string>>,
    options: Partial<InstallRequest> = {},
  ): Promise<Watched & { status: string }> {
    const watched: Watched = { steps: [], lines: [] };
    const { status } = await installBackend({
      backend: NATIVE_TENSORFLOW,
      packagesFolder: target(),
      packageSpec: await writePackage(files),
      npm: findNpm(),
      tryFile: path.join(DIST, 'tryBackend.js'),
      // Packs the folder as the registry would, and asks no registry.
      env: { ...process.env, npm_config_install_links: 'true', npm_config_offline: 'true' },
      signal: new AbortController().signal,
      onStep: (step) => watched.steps.push(step),
      onLine: (line) => watched.lines.push(line),
      ...options,
    });
    return { status, ...watched };
  }

  const failsWith = (wanted: RegExp) => (error: unknown) => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, 'install-failed');
    assert.match(error.message, wanted);
    return true;
  };
  /** Nothing is half installed. */
  const assertNothingLeft = async () => assert.deepEqual(await readdir(target()).catch(() => []), []);

  it('runs the package’s installer, tries it, and puts it in its place; removing leaves nothing', async () => {
    const { status, steps, lines } = await install({
      'install.js': `console.log('* Downloading libtensorflow');${ADD_LIBRARY}`,
    });
    assert.equal(status, 'done');
    assert.deepEqual(steps, ['downloading', 'trying']);
    assert.ok(lines.includes('* Downloading libtensorflow'), lines.join('\n'));
    assert.ok(existsSync(path.join(installed(), 'lib', 'napi-v8', 'tfjs_binding.node')));
    assert.deepEqual(await readdir(target()), ['tensorflow']);
    assert.equal(await removeBackend(NATIVE_TENSORFLOW, target()), true);
    await assertNothingLeft();
    assert.equal(await removeBackend(NATIVE_TENSORFLOW, target()), false);
  });

  it('puts the library beside the binding for Windows', async () => {
    await install({
      'install.js': `${ADD_LIBRARY}; fs.mkdirSync('deps/lib', { recursive: true }); fs.writeFileSync('deps/lib/tensorflow.dll', 'dll');`,
    });
    const file = path.join(installed(), 'lib', 'napi-v8', 'tensorflow.dll');
    assert.equal(await readFile(file, 'utf8'), 'dll');
  });

  it('says that npm is missing', async () => {
    await assert.rejects(
      install({}, { npm: { file: path.join(folder(), 'no-npm'), args: [] } }),
      failsWith(/npm was not found/),
    );
    await assertNothingLeft();
  });

  it('says what npm said when the download fails', async () => {
    const failing = `throw new Error('getaddrinfo ENOTFOUND');`;
    await assert.rejects(
      install({ 'install.js': failing }),
      failsWith(/could not be downloaded \(npm: Error: getaddrinfo ENOTFOUND\)/),
    );
    await assertNothingLeft();
  });

  it('removes a library that does not run, says why, and keeps the one that was there', async () => {
    await install({});
    const broken = { 'index.js': `throw new Error('libtensorflow.so.2: cannot open shared object file');` };
    await assert.rejects(install(broken), failsWith(/does not run .*cannot open shared object file/));
    await assert.rejects(
      install({ 'index.js': 'process.kill(process.pid, "SIGKILL")' }),
      failsWith(/it crashed/),
    );
    await assert.rejects(install({ 'install.js': '' }), failsWith(/without its native library/));
    assert.equal(await readFile(path.join(installed(), 'index.js'), 'utf8'), WORKING);
    assert.deepEqual(await readdir(target()), ['tensorflow']);
  });

  it('ends all of it when cancelled in the middle', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const listening = `const server = require('node:net').createServer((socket) => socket.on('error', () => {}));
      server.listen(0, '127.0.0.1', () => console.log('port', server.address().port));`;
    const { status } = await install(
      { 'install.js': listening },
      {
        signal: controller.signal,
        onLine: (line) => {
          const [, port] = /^port (\d+)$/.exec(line) ?? [];
          if (port === undefined) return;
          const socket = connect(Number(port), '127.0.0.1', () => controller.abort());
          // The system resets or closes it when the process at the other end is gone.
          socket.on('error', () => undefined);
          closed = new Promise((resolve) => socket.once('close', resolve));
          socket.resume();
        },
      },
    );
    assert.equal(status, 'cancelled');
    assert.ok(closed !== undefined);
    await closed;
    await assertNothingLeft();
  });

  it('does nothing when cancelled before', async () => {
    assert.equal((await install({}, { signal: AbortSignal.abort() })).status, 'cancelled');
    await assertNothingLeft();
  });
});
