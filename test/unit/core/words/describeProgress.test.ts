import assert from 'node:assert/strict';
import {
  describePhase,
  describeProgress,
  progressDetails,
  progressShare01,
} from '../../../../src/core/words/describeProgress';
import { ENGLISH } from '../../../../src/core/words/message';

const training = {
  phase: 'train',
  fold: 1,
  folds: 1,
  epoch: 3,
  epochs: 12,
  done: 3,
  total: 4,
  imagesPerSecond: 1234.4,
} as const;

const decoding = { phase: 'decode', done: 1200, total: 60_000, unreadable: 0 } as const;

describe('describeProgress', () => {
  it('leaves out what says nothing', () => {
    assert.deepEqual(progressDetails(training, ENGLISH), ['epoch 3 of 12', '1,234 images/s']);
    assert.equal(
      describeProgress({ ...training, folds: 4, secondsLeft: 61 }, ENGLISH),
      'Training the network: fold 1 of 4, epoch 3 of 12, 1,234 images/s, 1 min left',
    );
    assert.equal(describeProgress({ phase: 'detect' }, ENGLISH), 'Finding suspects');
    assert.equal(describeProgress({ ...decoding, thing: 'box' }, ENGLISH), 'Reading boxes: 1,200 of 60,000');
    assert.equal(describeProgress(decoding, ENGLISH), 'Reading images: 1,200 of 60,000');
    assert.equal(
      describeProgress({ ...decoding, unreadable: 2, secondsLeft: 0.4 }, ENGLISH),
      'Reading images: 1,200 of 60,000, 2 unreadable, a few seconds left',
    );
  });

  it('says where features are computed as well', () => {
    const embedding = { ...decoding, embedding: true };
    assert.equal(describePhase(embedding, ENGLISH), 'Reading images and computing features');
    assert.equal(
      describeProgress(embedding, ENGLISH),
      'Reading images and computing features: 1,200 of 60,000',
    );
  });

  it('tells the training of a head on features from that of a network', () => {
    const head = { ...training, by: 'encoder' } as const;
    assert.equal(
      describeProgress(head, ENGLISH),
      "Learning from the encoder's features: epoch 3 of 12, 1,234 images/s",
    );
    assert.equal(describePhase({ ...training, by: 'network' }, ENGLISH), 'Training the network');
  });

  it('counts tasks where machines share the work', () => {
    const tasks = { phase: 'tasks', done: 100, total: 400, tasksDone: 3, tasks: 12 } as const;
    assert.equal(describeProgress(tasks, ENGLISH), 'Running on Ray: 3 of 12 tasks');
    assert.equal(
      describeProgress({ ...tasks, tasksDone: 0, tasks: 1, secondsLeft: 61 }, ENGLISH),
      'Running on Ray: 0 of 1 task, 1 min left',
    );
    assert.equal(progressShare01(tasks), 0.25);
  });

  it('names the phase alone, for a heading', () => {
    assert.equal(describePhase({ phase: 'thumbnails' }, ENGLISH), 'Making thumbnails');
    assert.equal(describePhase(training, ENGLISH), 'Training the network');
  });

  it('tells what need not wait for the end of training', () => {
    const checks = { contradictions: { groups: 1, images: 2 }, leaks: { groups: 3, images: 6 } };
    assert.deepEqual(progressDetails({ ...training, checks }, ENGLISH).slice(2), [
      '1 picture with different labels so far',
      '3 pictures in more than one split so far',
    ]);
  });

  it('counts a file of predictions in percent', () => {
    assert.equal(
      describeProgress({ phase: 'predictions', done: 42, total: 100 }, ENGLISH),
      'Reading predictions: 42%',
    );
  });

  it('has a share only where the length is known', () => {
    assert.equal(progressShare01(training), 0.75);
    assert.equal(progressShare01({ phase: 'discover', images: 3 }), undefined);
    assert.equal(progressShare01({ phase: 'thumbnails', done: 0, total: 0 }), undefined);
  });

  it('rounds the time left as coarsely as it is known', () => {
    const timesLeft = [4, 44, 57, 95, 3600, 7290].map((secondsLeft) =>
      progressDetails({ ...decoding, secondsLeft }, ENGLISH).at(-1),
    );
    assert.deepEqual(timesLeft, [
      'a few seconds left',
      '40 s left',
      '1 min left',
      '2 min left',
      '1 h left',
      '2 h 2 min left',
    ]);
  });
});
