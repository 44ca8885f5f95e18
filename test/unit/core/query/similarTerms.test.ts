import assert from 'node:assert/strict';
import { parseSuspectQuery } from '../../../../src/core/query/suspectQuery';
import { askedImages, similarQuery, withoutSimilar } from '../../../../src/core/query/similarTerms';

describe('queries for similar images', () => {
  it('name any image, and each once', () => {
    const images = ['cat/1.png', 'a "b"/2 3.png', '-x:y.png'];
    const query = similarQuery(images);
    assert.equal(query, String.raw`similar:cat/1.png similar:"a \"b\"/2 3.png" similar:-x:y.png`);
    assert.deepEqual(askedImages(query), images);
    assert.deepEqual(askedImages(`${query} similar:cat/1.png class:cat`), images);
    assert.deepEqual(askedImages('class:cat'), []);
  });

  it('leave the rest of a query', () => {
    assert.equal(withoutSimilar('class:cat similar:a.png unreviewed similar:b.png'), 'class:cat unreviewed');
  });

  it('are refused for a great many images, and negated', () => {
    const many = Array.from({ length: 51 }, (_, i) => `${i}.png`);
    assert.equal(askedImages(similarQuery(many.slice(1))).length, 50);
    assert.throws(() => similarQuery(many), {
      code: 'bad-query',
      message: '51 images are selected; select 50 at most to find those that are similar to them.',
    });
    assert.throws(() => parseSuspectQuery('-similar:a.png'), {
      code: 'bad-query',
      message: '"-similar:a.png" means nothing; write similar: without the - before it.',
    });
  });
});
