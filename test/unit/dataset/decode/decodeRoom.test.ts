import assert from 'node:assert/strict';
import sharp from 'sharp';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { createRoomMemory, openDecodeRoom, type DecodeRoom } from '../../../../src/dataset/decode/decodeRoom';
import { MOST_HELD_BYTES } from '../../../../src/dataset/decode/heldBytes';

const MILLION = 1e6;

describe('room for large images', () => {
  it('is shared by all that have the same memory, and one that takes all of it goes alone', async () => {
    const memory = createRoomMemory();
    const [one, other] = [openDecodeRoom(memory), openDecodeRoom(memory)];
    const order: string[] = [];
    const takes = async (room: DecodeRoom, name: string, bytes: number) => {
      const giveBack = await room.take(bytes);
      order.push(name);
      return giveBack;
    };
    const first = await takes(one, 'first', 250 * MILLION);
    const second = await takes(other, 'second', 250 * MILLION);
    const huge = takes(one, 'huge', MOST_HELD_BYTES);
    const small = await takes(other, 'small', 1000);
    first();
    small();
    assert.deepEqual(order, ['first', 'second', 'small']);
    second();
    const giveBackHuge = await huge;
    const last = takes(other, 'last', 20 * MILLION);
    giveBackHuge();
    (await last)();
    assert.deepEqual(order, ['first', 'second', 'small', 'huge', 'last']);
  });

  it('is asked for as its header says, and given back whatever comes of it', async () => {
    const picture = sharp({ create: { width: 40, height: 4000, channels: 3, background: 'red' } });
    const kinds = {
      jpeg: picture.jpeg(),
      'progressive jpeg': picture.clone().jpeg({ progressive: true }),
      'progressive jpeg of full colours': picture
        .clone()
        .jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
      png: picture.clone().png(),
      'interlaced png': picture.clone().png({ progressive: true }),
      webp: picture.clone().webp(),
      'cut-off webp': picture.clone().webp({ lossless: true }),
    };
    const taken: Record<string, number> = {};
    let held = 0;
    for (const [kind, image] of Object.entries(kinds)) {
      const room: DecodeRoom = {
        take: (bytes) => {
          taken[kind] = bytes;
          held++;
          return Promise.resolve(() => held--);
        },
      };
      const bytes = await image.toBuffer();
      const cut = kind === 'cut-off webp' ? bytes.subarray(0, -6) : bytes;
      await decodePixels(cut, { size: 8, channels: 3 }, { room }).catch(() => undefined);
    }
    const pixels = 160_000;
    assert.deepEqual(taken, {
      jpeg: 40 * 3 * 1100,
      'progressive jpeg': pixels * 3,
      'progressive jpeg of full colours': pixels * 6,
      png: 40 * 3 * 1100,
      'interlaced png': pixels * 3,
      webp: pixels * 8,
    });
    assert.equal(held, 0);
  });
});
