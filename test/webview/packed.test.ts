import assert from 'node:assert/strict';
import { useGallery } from './harness/useGallery';

describe('a gallery of images that are inside an archive', () => {
  const open = useGallery();
  const ARCHIVE = 'animals.tar';

  it('says what opening, showing and copying do, and shows what the image is inside of', async () => {
    const gallery = await open({ packed: 1 });
    await gallery.waitForFocus(0);
    await gallery.press('o');
    await gallery.waitForStatus(`Opened a copy: the image itself is inside ${ARCHIVE}.`);
    await gallery.press('i');
    const panel = gallery.page.getByRole('complementary', { name: 'Why it was flagged' });
    const facts = panel.locator('.file-facts');
    await facts.getByText('Inside').waitFor();
    const [name, inside] = await facts.locator('dd').allTextContents();
    assert.equal(`${inside}/${name}`, await gallery.cell(0).getAttribute('data-path'));
    assert.equal(inside, ARCHIVE);
    await panel.getByRole('button', { name: 'Reveal in Explorer' }).click();
    await gallery.waitForStatus(`Showed ${ARCHIVE}, which the image is inside of.`);
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'action', action: 'copyPath' }));
    await gallery.waitForStatus('Copied the path, which leads into the file that holds the image.');
  });

  it('marks what cannot be decided about until the next search, and decides nothing', async () => {
    const gallery = await open({ packed: 1 });
    await gallery.waitForFocus(0);
    const paths = await Promise.all(
      [0, 1].map((position) => gallery.cell(position).getAttribute('data-path')),
    );
    await gallery.page.evaluate(([first, second]) => {
      window.fakeHost.changes = { [first!]: 'not-unpacked', [second!]: 'file-changed' };
      window.fakeHost.emit({ type: 'imagesChanged', count: 2 });
    }, paths);
    await gallery.cell(0).getByText('Not unpacked').first().waitFor();
    await gallery.cell(1).getByText('File changed').waitFor();
    await gallery.press('x');
    const alert = gallery.page.getByRole('alert');
    await alert.getByText(`What was unpacked out of ${ARCHIVE} was deleted with the cache`).waitFor();
    await gallery.press('Space');
    await gallery.page.locator('.facts-of-focus').getByText('It was deleted with the cache').waitFor();
    await gallery.press('Escape', 'ArrowRight');
    await gallery.press('x');
    await gallery.waitForFocus(1);
    await alert.getByText(`${ARCHIVE} was changed since the search`).waitFor();
    for (const position of [0, 1])
      assert.equal(await gallery.cell(position).getAttribute('data-decision'), null);
  });
});
