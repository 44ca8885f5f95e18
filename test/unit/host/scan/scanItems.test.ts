import assert from 'node:assert/strict';
import { DEFAULT_SCAN_OPTIONS } from '../../../../src/core/run/scanOptions';
import { ENGLISH } from '../../../../src/core/words/message';
import { ENGLISH_NUMBERS } from '../../../../src/core/words/numbers';
import {
  aboutTime,
  changeItems,
  scanPlaceholder,
  startItems,
  timesBasis,
  type ScanQuestion,
} from '../../../../src/host/scan/scanItems';

const QUESTION: ScanQuestion = { root: '/data/pets', preset: 'balanced', options: DEFAULT_SCAN_OPTIONS };
const LOOKED: ScanQuestion = {
  ...QUESTION,
  labels: {},
  forecast: {
    images: 1500,
    classes: 5,
    presets: [
      { preset: 'fast', seconds: 20, network: false, encoder: 'lite0' },
      { preset: 'balanced', seconds: 214, network: true, encoder: 'lite0' },
      { preset: 'thorough', network: true, encoder: '/models/own.onnx' },
    ],
    isMeasured: false,
  },
};
const starts = (question: ScanQuestion) => startItems(question, ENGLISH_NUMBERS);

describe('the question of a search', () => {
  it('can be answered before the folder has been looked at', () => {
    assert.deepEqual(
      starts(QUESTION).map(({ label, description }) => [label, description]),
      [
        ['$(play) Fast', undefined],
        ['$(play) Balanced', undefined],
        ['$(play) Thorough', undefined],
      ],
    );
    assert.match(scanPlaceholder(QUESTION, ENGLISH), /Enter starts/);
  });

  it('says how long each preset takes and what judges', () => {
    assert.deepEqual(
      starts(LOOKED).map(({ description, detail }) => [description, detail]),
      [
        ['less than a minute', 'A first look. By EfficientNet-Lite0 alone.'],
        ['about 4 min', 'A good ranking. By a network trained here, and EfficientNet-Lite0.'],
        ['nobody can tell how long', 'The best ranking. By a network trained here, and own.onnx.'],
      ],
    );
    assert.equal(scanPlaceholder(LOOKED, ENGLISH), '1,500 images of 5 classes. Enter starts.');
    const ofBoxes = { ...LOOKED, forecast: { ...LOOKED.forecast!, thing: 'box' as const } };
    assert.equal(scanPlaceholder(ofBoxes, ENGLISH), '1,500 boxes of 5 classes. Enter starts.');
    assert.match(timesBasis(LOOKED), /rough/);
  });

  it('names what can be changed with what it is', () => {
    const labels = { labels: { file: '/data/pets/lists/labels.csv' } };
    assert.deepEqual(
      changeItems({ ...LOOKED, labels }).map(({ label }) => label.replace(/^\S+ /, '')),
      [
        'Folder: pets',
        'Labels: lists/labels.csv',
        'Image encoder: automatic',
        'Computed by: the fastest that works here',
      ],
    );
  });

  it('shows what the dataset says itself, which leads to its file in place of the settings', () => {
    const config = {
      encoder: 'none',
      epochs: 3,
      failOver: 0,
      labels: { file: '/data/pets/$(x).csv' },
    } as const;
    const options = { ...DEFAULT_SCAN_OPTIONS, encoder: 'none', epochs: 3 };
    const labels = { labels: config.labels };
    const items = changeItems({ ...LOOKED, options, labels, config }).slice(1);
    assert.deepEqual(
      items.map(({ label, description, choice }) => [label.replace(/^\S+ /, ''), description, choice.kind]),
      [
        ['Labels: $\u2060(x).csv', undefined, 'labels'],
        ['Image encoder: none', 'label-review.json', 'config'],
        ['Computed by: the fastest that works here', undefined, 'backend'],
        ['Set by label-review.json: encoder none, epochs 3, labels $\u2060(x).csv', undefined, 'config'],
      ],
    );
    assert.equal(changeItems({ ...LOOKED, config: {} }).length, 4);
    const coco = changeItems({ ...LOOKED, labels: { format: 'coco' }, config: { format: 'coco' } });
    assert.match(coco[1]!.label, /Labels: COCO$/);
  });

  it('offers the folder that a class folder is in, first and alone', () => {
    const items = starts({ ...QUESTION, root: '/data/pets/cat', parent: '/data/pets' });
    assert.deepEqual(
      items.map(({ label, choice }) => [label, choice]),
      [['$(folder-opened) Use pets instead', { kind: 'parent', root: '/data/pets' }]],
    );
  });

  it('says why nothing can be searched, and leads to what changes it', () => {
    const problem = { sentence: 'There are no images in /data/pets.', change: 'folder' } as const;
    assert.deepEqual(
      starts({ ...QUESTION, problem }).map(({ detail, choice }) => [detail, choice]),
      [[problem.sentence, { kind: 'folder' }]],
    );
  });

  it('shows names as text: none becomes an icon, and none turns the text around', () => {
    const root = '/data/$(trash)\u202egpj';
    const shown = [
      ...changeItems({ ...QUESTION, root, labels: { labels: { file: `${root}/\u202evsc.csv` } } }),
      ...starts({ ...QUESTION, root: `${root}/cat`, parent: root }),
    ].map(({ label, description = '', detail = '' }) => [label, description, detail].join(' '));
    for (const text of shown) assert.doesNotMatch(text.replace(/^\$\([a-z-]+\) /u, ''), /\$\(|\u202e/u);
    assert.match(shown[1]!, /Labels: \\u\{202e\}vsc\.csv/);
  });

  it('does not pretend to know times exactly', () => {
    const words = [5, 50, 95, 214, 1300, 9000].map((seconds) => aboutTime(seconds, ENGLISH_NUMBERS));
    assert.deepEqual(words, [
      'less than a minute',
      'about 1 min',
      'about 2 min',
      'about 4 min',
      'about 20 min',
      'about 2 h 30 min',
    ]);
  });
});
