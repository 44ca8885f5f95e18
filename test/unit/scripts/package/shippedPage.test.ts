import assert from 'node:assert/strict';
import { shippedPage } from '../../../../scripts/package/shippedPage';

const readPicture = (target: string) => Promise.resolve(Buffer.from(`bytes of ${target}`));

describe('a page in the package', () => {
  it('has its pictures in it, and no link to a file that is not there', async () => {
    const page = [
      '![The *gallery*](docs/images/gallery.png) and ![a review](docs/images/review.gif)',
      '[Keys](docs/keys.md), [**why**](docs/how.md#why), [below](#below), [out](https://example.test/a_(b).md)',
    ].join('\n');
    const data = (target: string) => Buffer.from(`bytes of ${target}`).toString('base64');
    assert.equal(
      await shippedPage(page, readPicture),
      [
        `![The *gallery*](data:image/png;base64,${data('docs/images/gallery.png')}) and ` +
          `![a review](data:image/gif;base64,${data('docs/images/review.gif')})`,
        'Keys, **why**, [below](#below), [out](https://example.test/a_(b).md)',
      ].join('\n'),
    );
  });

  it('refuses pictures that VS Code does not show there', async () => {
    await assert.rejects(
      shippedPage('![icon](media/icon.svg)', readPicture),
      /media\/icon\.svg is no picture/u,
    );
  });
});
