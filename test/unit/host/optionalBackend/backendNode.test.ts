import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findNode, trainerNode } from '../../../../src/host/optionalBackend/backendNode';
import { temporaryFolder } from '../../temporaryFolder';
import { itWith } from '../../../fixtures/itWith';

describe('trainerNode', () => {
  const folder = temporaryFolder();

  /** Installs WebGPU as far as package.json goes. */
  async function install(manifest: string): Promise<void> {
    await mkdir(path.join(folder(), 'webgpu'), { recursive: true });
    await writeFile(path.join(folder(), 'webgpu', 'package.json'), manifest);
  }

  it('is the one that WebGPU was installed for, for runs that may use it', async () => {
    await install(JSON.stringify({ node: process.execPath }));
    assert.equal(await trainerNode('webgpu', folder()), process.execPath);
    assert.equal(await trainerNode('auto', folder()), process.execPath);
    assert.equal(await trainerNode('wasm', folder()), undefined);
    assert.equal(await trainerNode('tensorflow', folder()), undefined);
  });

  it('is that of VS Code where WebGPU is not installed, needs no other, or the other one is gone', async () => {
    assert.equal(await trainerNode('webgpu', folder()), undefined);
    for (const manifest of ['{}', '{"node": ', JSON.stringify({ node: path.join(folder(), 'gone') })]) {
      await install(manifest);
      assert.equal(await trainerNode('webgpu', folder()), undefined, manifest);
    }
    await rm(path.join(folder(), 'webgpu'), { recursive: true });
  });
});

describe('findNode', () => {
  const folder = temporaryFolder();
  const find = (file: string) => findNode(process.env, new AbortController().signal, file);

  /** A program that says what a Node of that version would. */
  async function writeProgram(text: string): Promise<string> {
    const file = path.join(folder(), 'node');
    await writeFile(file, `#!/bin/sh\necho '${text}'\n`);
    await chmod(file, 0o755);
    return file;
  }

  itWith('shell scripts', 'finds one that is recent enough, by its own path', async () => {
    assert.equal(await find(await writeProgram('["/opt/node", "22.1.0"]')), '/opt/node');
    assert.equal(await find(await writeProgram('["/opt/node", "20.20.2"]')), undefined);
    assert.equal(await find(await writeProgram('command not supported')), undefined);
  });

  it('finds none where there is no such program', async () => {
    assert.equal(await find(path.join(folder(), 'absent')), undefined);
  });

  it('agrees with the Node that runs this', async () => {
    const isRecent = Number.parseInt(process.versions.node, 10) >= 22;
    assert.equal(await find(process.execPath), isRecent ? process.execPath : undefined);
  });
});
