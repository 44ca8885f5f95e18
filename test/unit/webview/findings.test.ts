import assert from 'node:assert/strict';
import { findingChoices, findingOf, withFinding } from '../../../webview/findings';

const NONE = { groups: 0, images: 0 };
const NO_FAULTS = { blank: 0, dark: 0, bright: 0, blurry: 0, tiny: 0, aspect: 0 };

describe('findings', () => {
  it('are offered where there are some, with their number', () => {
    assert.deepEqual(findingChoices({ checks: null, offTopic: 0, thing: 'image' }), []);
    const nothing = { duplicates: NONE, contradictions: NONE, leaks: NONE, faults: NO_FAULTS };
    assert.deepEqual(findingChoices({ checks: nothing, offTopic: 0, thing: 'image' }), []);
    const some = { ...nothing, duplicates: { groups: 2, images: 1200 }, faults: { ...NO_FAULTS, blurry: 3 } };
    assert.deepEqual(findingChoices({ checks: some, offTopic: 7, thing: 'image' }), [
      { finding: 'suspects', name: 'Suspects' },
      { finding: 'kind:off-topic', name: 'None of the classes (7)' },
      { finding: 'duplicate', name: 'All copies (1,200)' },
      { finding: 'fault:blurry', name: 'Images that are blurry (3)' },
    ]);
  });

  it('take the place of one another in a query and leave the rest of it', () => {
    assert.equal(findingOf('class:cat'), 'suspects');
    const leaks = withFinding('class:cat', 'leak');
    assert.equal(leaks, 'class:cat leak');
    assert.equal(findingOf(leaks), 'leak');
    const dark = withFinding(leaks, 'fault:dark');
    assert.equal(dark, 'class:cat fault:dark');
    assert.equal(findingOf(dark), 'fault:dark');
    assert.equal(withFinding(dark, 'suspects'), 'class:cat');
    const offTopic = withFinding(dark, 'kind:off-topic');
    assert.equal(offTopic, 'class:cat kind:off-topic');
    assert.equal(findingOf(offTopic), 'kind:off-topic');
    assert.equal(withFinding(offTopic, 'leak'), 'class:cat leak');
    assert.equal(findingOf('kind:label'), undefined);
  });

  it('are none of the list where a query says several', () => {
    assert.equal(findingOf('leak contradiction'), undefined);
    assert.equal(findingOf('fault:dark fault:tiny'), undefined);
    assert.equal(findingOf('similar:a.png'), undefined);
    assert.equal(withFinding('similar:a.png', 'suspects'), '');
  });
});
