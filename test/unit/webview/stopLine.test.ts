import assert from 'node:assert/strict';
import type { StoppingAdvice } from '../../../src/core/review/stopping';
import { stopTexts } from '../../../webview/stopLine';

const ADVICE: StoppingAdvice = {
  reviewed: 1200,
  found: 1,
  recent: { images: 50, wrong: 43 },
  left: { images: 2000, errors: 1111.6, low: 1000.4, high: 1222.2 },
  next: { images: 50, errors: 30.7, low: 24.9, high: 36.1 },
  otherErrors: 39.6,
  canStop: false,
};

describe('where to stop, in words', () => {
  it('says what was found and what is left, with bounds that still hold when rounded', () => {
    assert.deepEqual(stopTexts(ADVICE), {
      sofar: 'Last 50: 86% wrong. 1 error found, about 1,112 (1,000–1,223) left in 2,000 suspects.',
      lookAhead: 'The next 50 hold about 31 (24–37).',
      otherErrors: 'The run expects about 40 more among the images that are no suspects.',
    });
  });

  it('says so at the beginning and at the end', () => {
    const none = { images: 0, errors: 0, low: 0, high: 0 };
    assert.match(
      stopTexts({ ...ADVICE, found: 0, recent: { images: 0, wrong: 0 } }).sofar,
      /^0 errors found/,
    );
    const end = stopTexts({ ...ADVICE, left: none, next: none });
    assert.equal(end.sofar, 'Last 50: 86% wrong. 1 error found.');
    assert.equal(end.lookAhead, 'Every suspect is reviewed.');
  });
});
