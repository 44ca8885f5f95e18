import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRng } from '../../../../src/core/rng';
import { applyEdits, sha256 } from '../../../../src/files/changes/byteEdits';
import { editedPieces, hashEdited, hashFile } from '../../../../src/files/changes/editedFile';
import type { ByteEdit } from '../../../../src/files/changes/fileChange';
import { temporaryFolder } from '../../temporaryFolder';

describe('an edited file', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'large.bin');

  async function whole(edits: readonly ByteEdit[]): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of editedPieces(file(), edits)) pieces.push(piece);
    assert.ok(pieces.every((piece) => piece.length <= 1 << 20));
    return Buffer.concat(pieces);
  }

  it('is read piece by piece as it is in one', async () => {
    const rng = createRng(2);
    const bytes = Buffer.from(Uint32Array.from({ length: 700_000 }, (_, i) => i * 2_654_435_761).buffer);
    await writeFile(file(), bytes);
    const edits: ByteEdit[] = [];
    for (let offset = rng.nextInt(9); offset < bytes.length; offset += 1 + rng.nextInt(400_000)) {
      const was = bytes.subarray(offset, offset + rng.nextInt(70_000));
      edits.push({ offset, was, now: Buffer.alloc(rng.nextInt(100), 7) });
      offset += was.length;
    }
    const wanted = applyEdits(bytes, edits);
    assert.ok((await whole(edits)).equals(wanted));
    assert.equal(await hashEdited(file(), edits), sha256(wanted));
    assert.equal(await hashFile(file()), sha256(bytes));
  });

  it('is refused where its bytes are others, or edits overlap', async () => {
    await writeFile(file(), 'one two');
    const edit = (offset: number, was: string) => ({ offset, was: Buffer.from(was), now: Buffer.from('x') });
    for (const edits of [[edit(4, 'TWO')], [edit(4, 'two and more')], [edit(4, 'two'), edit(5, 'wo')]])
      await assert.rejects(whole(edits), /does not fit the file/u);
  });
});
