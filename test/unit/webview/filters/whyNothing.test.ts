import assert from 'node:assert/strict';
import { whyNothing } from '../../../../webview/filters/whyNothing';

const classes = ['cat', 'red fox', 'Abyssinian'];

describe('why a filter finds nothing', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    '': [],
    'class:cat unreviewed': [],
    'unreviewed reviewed': [
      'No image can be all of this: unreviewed, reviewed. Take one of these filters away.',
    ],
    unreviewd: ['"unreviewd" is looked for in names of files and classes. Did you mean unreviewed?'],
    'class:fxo': ['There is no class "fxo".'],
    'class:CAT': ['There is no class "CAT". Did you mean class:cat?'],
    'suggested:"red fx"': ['There is no class "red fx". Did you mean suggested:"red fox"?'],
    abysinian: ['"abysinian" is looked for in names of files and classes. Did you mean Abyssinian?'],
    abyssinian: [],
    image_0017: [],
  };
  for (const [query, expected] of Object.entries(cases))
    it(`is told of ${query === '' ? 'no filter' : query}`, () =>
      assert.deepEqual(whyNothing(query, { classes, thing: 'image' }), expected));
});
