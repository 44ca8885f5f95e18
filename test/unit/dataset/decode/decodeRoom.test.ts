import assert from 'node:assert/strict';
import sharp from 'sharp';
import { decodePixels } from '../../../../src/dataset/decode/decode';
import { createRoomMemory, openDecodeRoom, type DecodeRoom } from '../../../../src/dataset/decode/decodeRoom';

const MILLION = 1e6;

describe('room for large images', () => {
  it('is shared by all that have the same memory, and one that is larger than it goes alone', async () => {
    const memory = createRoomMemory();
    const [one, other] = [openDecodeRoom(memory), openDecodeRoom(memory)];
    const order: string[] = [];
    const takes = async (room: DecodeRoom, name: string, pixels: number) => {
      const giveBack = await room.take(pixels);
      order.push(name);
      return giveBack;
    };
    const first = await takes(one, 'first', 30 * MILLION);
    const second = await takes(other, 'second', 30 * MILLION);
    const huge = takes(one, 'huge', 200 * MILLION);
    const small = await takes(other, 'small', 1000);
    first();
    small();
    assert.deepEqual(order, ['first', 'second', 'small']);
    second();
    const giveBackHuge = await huge;
    const last = takes(other, 'last', 2 * MILLION);
    giveBackHuge();
    (await last)();
    assert.deepEqual(order, ['first', 'second', 'small', 'huge', 'last']);
  });

  it('is asked for by what is decoded whole, and given back whatever comes of it', async () => {
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });
    const kinds = {
      jpeg: picture.jpeg(),
      'progressive jpeg': picture.clone().jpeg({ progressive: true }),
      png: picture.clone().png(),
      'interlaced png': picture.clone().png({ progressive: true }),
      webp: picture.clone().webp(),
      'cut-off webp': picture.clone().webp({ lossless: true }),
    };
    const taken: [string, number][] = [];
    let held = 0;
    for (const [kind, image] of Object.entries(kinds)) {
      const room: DecodeRoom = {
        take: (pixels) => {
          taken.push([kind, pixels]);
          held++;
          return Promise.resolve(() => held--);
        },
      };
      const bytes = await image.toBuffer();
      const cut = kind === 'cut-off webp' ? bytes.subarray(0, -6) : bytes;
      await decodePixels(cut, { size: 8, channels: 3 }, { room }).catch(() => undefined);
    }
    assert.deepEqual(
      taken.filter(([kind]) => kind !== 'cut-off webp'),
      [
        ['progressive jpeg', 1200],
        ['interlaced png', 1200],
        ['webp', 1200],
      ],
    );
    assert.equal(held, 0);
  });
});
