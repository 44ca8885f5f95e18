import assert from 'node:assert/strict';
import { shippedPage } from '../../../../scripts/package/shippedPage';

describe('a page in the package', () => {
  it('has no picture and no link of a file, which VS Code neither shows nor opens there', () => {
    const page = [
      'What it does.',
      '![The gallery](docs/images/gallery.png)',
      '[Keys](docs/keys.md), [**why**](docs/how.md#why), [five\nminutes](docs/getting-started.md).',
    ].join('\n\n');
    assert.equal(shippedPage(page), 'What it does.\n\nKeys, **why**, five\nminutes.');
  });

  it('keeps what leads into the page, or to the web', () => {
    const page =
      '[below](#below), [out](https://example.test/a_(b).md), ![chart](https://example.test/a.png)';
    assert.equal(shippedPage(page), page);
  });
});
