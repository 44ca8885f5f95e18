import assert from 'node:assert/strict';
import type { SuspectRow } from '../../../src/shared/galleryProtocol';
import { factsBadge, factsText } from '../../../webview/panel/factsText';
import { countsText, outcomeText, suspectText, viewCountText } from '../../../webview/reviewWording';

const row: SuspectRow = {
  position: 0,
  path: 'cat/1.png',
  givenLabel: 'cat',
  suggestedLabel: 'dog',
  labelQuality: 0.02,
  suggestedProbability: 0.97,
  rank: 1,
  decision: null,
};

const counts = {
  suspects: 96,
  reviewed: 12,
  relabelled: 8,
  kept: 3,
  excluded: 1,
  unsure: 0,
  inView: 96,
  reviewedInView: 12,
  canUndo: true,
  canRedo: false,
};

describe('review wording', () => {
  it('says what was saved', () => {
    assert.equal(
      outcomeText({ step: { kind: 'relabel', images: 3, label: 'cat' } }),
      'Relabelled 3 images to cat. Saved.',
    );
    assert.equal(
      outcomeText({ step: { kind: 'accept', images: 1200 } }),
      'Followed the suggestion for 1,200 images. Saved.',
    );
    assert.equal(outcomeText({ step: { kind: 'undo', images: 1 } }), 'Undone for 1 image. Saved.');
    assert.equal(outcomeText({ step: { kind: 'exclude', images: 2 } }, 'box'), 'Excluded 2 boxes. Saved.');
    assert.equal(
      outcomeText({
        step: { kind: 'undo', images: 1, of: { kind: 'keep', path: 'cat/1.png', position: 3 } },
      }),
      'Undone for 1 image. Saved. Taken back: Kept the label of cat/1.png.',
    );
    assert.equal(
      outcomeText({
        step: { kind: 'redo', images: 2, of: { kind: 'relabel', label: 'cat', position: null } },
      }),
      'Redone for 2 images. Saved. Brought back: Relabelled 2 images to cat. The view does not show this.',
    );
    assert.equal(outcomeText({ step: null }), '');
    assert.equal(outcomeText({ step: null, others: 2 }), 'Decided elsewhere meanwhile: 2 images.');
    assert.equal(
      outcomeText({ step: { kind: 'keep', images: 1 }, others: 1 }),
      'Kept the label of 1 image. Saved. Decided elsewhere meanwhile: 1 image.',
    );
  });

  it('describes a suspect', () => {
    assert.equal(suspectText(row, false), 'Labelled cat, 2 percent; suggested dog, 97 percent; not reviewed');
    assert.equal(
      suspectText({ ...row, decision: { action: 'relabel', label: 'fox' } }, false),
      'Labelled cat, 2 percent; suggested dog, 97 percent; relabelled fox',
    );
    assert.equal(
      suspectText({ ...row, labelQuality: 0.0001, suggestedProbability: 0.9999 }, false),
      'Labelled cat, less than 0.1 percent; suggested dog, more than 99 percent; not reviewed',
    );
    assert.equal(suspectText(row, true), 'Labelled cat, 2 percent; suggested dog, 97 percent; saving');
  });

  it('suggests nothing for an image that only a check has brought here', () => {
    const copied = { ...row, suggestedLabel: 'cat', labelQuality: 0.97 };
    assert.equal(suspectText(copied, false), 'Labelled cat, 97 percent; not doubted; not reviewed');
  });

  it('suggests to exclude an image that may show none of the classes', () => {
    const offTopic = { ...row, offTopic: 0.8 };
    assert.equal(factsBadge(offTopic), 'Off topic');
    assert.equal(
      suspectText(offTopic, false),
      'Labelled cat, 2 percent; suggested to exclude it; May show none of the classes; not reviewed',
    );
  });

  it('tells copies and faults', () => {
    const others = [{ path: 'train/dog/2.png', givenLabel: 'dog' }];
    const copied = { ...row, copies: { isExact: false, others, more: 3 }, faults: ['blurry'] as const };
    assert.equal(factsText(copied), 'Near copy of train/dog/2.png (dog), 3 more, blurry');
    assert.equal(factsBadge(copied), '4 copies, blurry');
    assert.equal(
      suspectText(copied, false),
      'Labelled cat, 2 percent; suggested dog, 97 percent; Near copy of train/dog/2.png (dog), 3 more, blurry; not reviewed',
    );
    assert.equal(factsText(row), '');
  });

  it('counts, and mentions the view only when it hides some', () => {
    assert.equal(countsText(counts), '12 of 96 reviewed · 8 relabelled · 3 kept · 1 excluded');
    assert.equal(countsText({ ...counts, unsure: 2 }).endsWith('2 unsure'), true);
    assert.equal(viewCountText(counts), '');
    assert.equal(viewCountText({ ...counts, inView: 40 }), '40 in view');
  });
});
