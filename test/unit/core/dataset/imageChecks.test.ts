import assert from 'node:assert/strict';
import { ENGLISH } from '../../../../src/core/words/message';
import { describeChecks, describeOffTopic } from '../../../../src/core/words/describeFindings';
import { mapFaults, relocateChecks, summarizeChecks } from '../../../../src/core/dataset/imageChecks';

const paths = ['test/a/1.png', 'test/b/2.png', 'train/a/3.png', 'train/a/4.png', 'train/b/5.png'];
const labels = Int32Array.of(0, 1, 0, 0, 1);
const group = (...images: number[]) => ({ images: Int32Array.from(images), isExact: true });
const faults = { ...mapFaults(() => new Int32Array()), dark: Int32Array.of(3), blurry: Int32Array.of(1, 2) };

describe('summarizeChecks', () => {
  it('counts copies, contradictions among them and leaks between splits', () => {
    const checks = { groups: [group(0, 2), group(3, 4)], faults };
    const summary = summarizeChecks(checks, { paths, labels, splits: ['test', 'train'] });
    assert.deepEqual(summary.duplicates, { groups: 2, images: 4 });
    assert.deepEqual(summary.contradictions, { groups: 1, images: 2 });
    assert.deepEqual(summary.leaks, { groups: 1, images: 2 });
    assert.deepEqual(describeChecks(summary, ENGLISH), [
      '2 pictures are there in several copies (4 images): 1 with different labels, 1 in more than one split.',
      'Images that may be unusable: 1 very dark, 2 blurry.',
    ]);
  });

  it('knows no leaks in a dataset without splits, and says nothing of what is not there', () => {
    const checks = { groups: [group(0, 2)], faults: mapFaults(() => new Int32Array()) };
    const summary = summarizeChecks(checks, { paths, labels, splits: [] });
    assert.equal(summary.leaks.groups, 0);
    assert.deepEqual(describeChecks(summary, ENGLISH), [
      'One picture is there in several copies (2 images).',
    ]);
  });
});

describe('relocateChecks', () => {
  it('moves images to their places and leaves out those without, and groups that are left with one', () => {
    const checks = { groups: [group(0, 2, 3), group(1, 4)], faults };
    const { groups, faults: moved } = relocateChecks(checks, Int32Array.of(0, 1, -1, 2, -1));
    assert.deepEqual(groups, [group(0, 2)]);
    assert.deepEqual(moved, { ...faults, dark: Int32Array.of(2), blurry: Int32Array.of(1) });
  });
});

describe('describeOffTopic', () => {
  it('counts images that may show none of the classes, in one sentence', () => {
    assert.deepEqual(describeOffTopic(0, ENGLISH), []);
    assert.deepEqual(describeOffTopic(1, ENGLISH), ['One image may show none of the classes.']);
    assert.deepEqual(describeOffTopic(1234, ENGLISH), ['1,234 images may show none of the classes.']);
  });
});
