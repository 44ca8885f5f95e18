import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../../../scripts/repoPaths';
import { encoderId } from '../../../src/encoder/encoder';
import { readDescription, readLayers } from '../../../src/encoder/encoderFile';
import { temporaryFolder } from '../temporaryFolder';

const convolution = {
  kind: 'convolution',
  kernel: 3,
  stride: 2,
  inputs: 3,
  outputs: 1,
  activation: 'relu6',
} as const;
const pointwise = {
  kind: 'pointwise',
  kernel: 1,
  stride: 1,
  inputs: 1,
  outputs: 2,
  activation: 'none',
} as const;

/** 27 weights, 1 byte to fill up, a scale and a bias; 2 weights, 2 bytes, 2 scales and 2 biases. */
function content(): Buffer {
  const bytes = Buffer.alloc(28 + 8 + 4 + 16);
  for (let i = 0; i < 27; i++) bytes.writeInt8(i - 13, i);
  bytes.writeFloatLE(0.5, 28);
  bytes.writeFloatLE(-1, 32);
  bytes.writeInt8(-127, 36);
  bytes.writeInt8(5, 37);
  [1, 2, 3, 4].forEach((value, i) => bytes.writeFloatLE(value, 40 + 4 * i));
  return bytes;
}

const describeEncoder = (layers: readonly object[], features = 2) => ({
  ...{ name: 'tiny', title: 'Tiny', trainedOn: 'drawings', licence: 'MIT', features, layers },
  sha256: createHash('sha256').update(content()).digest('hex'),
});

describe('files of an encoder', () => {
  const folder = temporaryFolder();
  const write = async (description: unknown, bytes = content()) => {
    await writeFile(path.join(folder(), 'tiny.json'), JSON.stringify(description));
    await writeFile(path.join(folder(), 'tiny.bin'), bytes);
  };
  const read = async () => readLayers(folder(), 'tiny', await readDescription(folder(), 'tiny'));
  const refuses = (message: RegExp) => assert.rejects(read(), { code: 'encoder-unusable', message });

  it('hold layers one after the other: weights, scales, biases', async () => {
    await write(describeEncoder([convolution, pointwise]));
    const [first, second] = await read();
    assert.deepEqual(
      [...first!.weights],
      Array.from({ length: 27 }, (_, i) => i - 13),
    );
    assert.deepEqual([...first!.scales, ...first!.biases], [0.5, -1]);
    assert.deepEqual([...second!.weights], [-127, 5]);
    assert.deepEqual([...second!.scales, ...second!.biases], [1, 2, 3, 4]);
    assert.equal(second!.kind, 'pointwise');
  });

  it('are missed by name', async () => {
    await refuses(/tiny\.json cannot be read \(ENOENT\); reinstall/);
    await writeFile(path.join(folder(), 'tiny.json'), JSON.stringify(describeEncoder([convolution], 1)));
    await refuses(/tiny\.bin cannot be read \(ENOENT\); reinstall/);
  });

  it('are refused when cut off or changed', async () => {
    const description = describeEncoder([convolution, pointwise]);
    await write(description, content().subarray(0, 50));
    await refuses(/tiny\.bin is damaged \(it has 50 bytes instead of 56\)/);
    const changed = content();
    changed[3]! ^= 1;
    await write(description, changed);
    await refuses(/tiny\.bin is damaged \(its checksum is not the one in tiny\.json\)/);
  });

  it('are refused when they describe no encoder', async () => {
    await write(describeEncoder([convolution, { ...pointwise, kind: 'attention' }]));
    await refuses(/tiny\.json is damaged \(it does not describe/);
    await write(describeEncoder([{ ...convolution, stride: 1 }, pointwise]));
    await refuses(/tiny\.json is damaged \(it does not describe/);
    await writeFile(path.join(folder(), 'tiny.json'), '{"name":');
    await refuses(/tiny\.json is damaged \(it does not describe/);
  });

  it('are refused when layers do not fit together', async () => {
    const odd = /tiny\.json is damaged \(its layers do not fit together\)/;
    const depthwise = { ...pointwise, kind: 'depthwise', kernel: 3, outputs: 1 };
    for (const [layers, features] of [
      [[], 2],
      [[pointwise], 2],
      [[convolution, convolution], 1],
      [[convolution, { ...pointwise, inputs: 2 }], 2],
      [[convolution, pointwise], 3],
      [[convolution, { ...depthwise, outputs: 2 }], 2],
      [[convolution, depthwise, depthwise], 1],
      [[convolution, { ...pointwise, residual: true }], 2],
      [
        [
          convolution,
          { ...pointwise, outputs: 1 },
          { ...depthwise, stride: 2 },
          { ...pointwise, outputs: 1, residual: true },
        ],
        1,
      ],
      [[convolution, { ...pointwise, outputs: 1 }, depthwise, { ...pointwise, residual: true }], 2],
    ] as const) {
      await write(describeEncoder(layers, features));
      await refuses(odd);
    }
  });
});

describe('encoderId', () => {
  const source = {
    kind: 'built-in',
    name: 'lite0',
    size: 160,
    encoderFolder: path.join(REPO_ROOT, 'media', 'encoder'),
    wasmFolder: '',
  } as const;

  it('changes with weights and size', async () => {
    const ids = await Promise.all(
      [source, { ...source, size: 224 }, { ...source, name: 'lite2' } as const].map(encoderId),
    );
    assert.equal(new Set(ids).size, 3);
    assert.match(ids[0]!, /^lite0-160-[0-9a-f]{16}-\d+$/);
    assert.equal(await encoderId({ ...source, wasmFolder: 'elsewhere' }), ids[0]);
  });
});
