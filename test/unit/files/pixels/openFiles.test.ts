import assert from 'node:assert/strict';
import { openFiles } from '../../../../src/files/pixels/openFiles';

/** A system that allows so many open files; numbers are given away anew. */
function createDisk(most: number) {
  const open = new Map<number, string>();
  let opened = 0;
  return {
    open: (file: string) => {
      if (file === 'absent') throw Object.assign(new Error(file), { code: 'ENOENT', syscall: 'open' });
      if (open.size >= most) throw Object.assign(new Error(file), { code: 'EMFILE', syscall: 'open' });
      open.set(++opened, file);
      return opened;
    },
    close: (descriptor: number) => assert.ok(open.delete(descriptor), 'closed once'),
    fileOf: (descriptor: number) => open.get(descriptor),
    openNow: () => open.size,
    opened: () => opened,
  };
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `part-${at}`);

describe('openFiles', () => {
  it('opens each file of a large job once, in whatever order they are read', () => {
    const disk = createDisk(Infinity);
    const files = openFiles(disk);
    for (let round = 0; round < 3; round++)
      for (const file of names(2000)) assert.equal(disk.fileOf(files.descriptorOf(file)), file);
    assert.equal(disk.opened(), 2000);
    files.close();
    assert.equal(disk.openNow(), 0);
  });

  it('bounds how many are open', () => {
    const disk = createDisk(Infinity);
    const files = openFiles(disk);
    for (const file of names(5000)) assert.equal(disk.fileOf(files.descriptorOf(file)), file);
    assert.equal(disk.openNow(), 2048);
  });

  it('does with fewer where the system allows no more', () => {
    const disk = createDisk(100);
    const files = openFiles(disk);
    for (let round = 0; round < 3; round++)
      for (const file of names(150)) assert.equal(disk.fileOf(files.descriptorOf(file)), file);
    assert.ok(disk.openNow() <= 100);
  });

  it('fails where not even one may be open, or a file is not there', () => {
    assert.throws(() => openFiles(createDisk(0)).descriptorOf('part'), { code: 'EMFILE' });
    const files = openFiles(createDisk(10));
    files.descriptorOf('part');
    assert.throws(() => files.descriptorOf('absent'), { code: 'ENOENT' });
  });
});
