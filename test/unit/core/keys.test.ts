import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ACTION_KEYS, FIXED_KEYS, KEYS, bindKeys, shownKeys } from '../../../src/core/keys';
import { REVIEW_ACTIONS } from '../../../src/core/names';
import { wordMessage } from '../../../src/core/words/message';
import { forThing } from '../../../src/core/words/thing';

const problemsOf = (setting: unknown) =>
  bindKeys(setting, false).problems.map((problem) => wordMessage(problem));

describe('keys', () => {
  it('has one line for each action, and no key twice, on any system', () => {
    assert.deepEqual([...ACTION_KEYS.keys()].sort(), [...REVIEW_ACTIONS].sort());
    for (const isMac of [false, true]) {
      const { bindings } = bindKeys(undefined, isMac);
      const keys = Object.values(bindings).flat();
      assert.equal(new Set(keys).size, keys.length);
      assert.deepEqual(
        keys.filter((key) => FIXED_KEYS.has(key)),
        [],
      );
      // As the setting would have it, each key is spelled in the one way there is.
      assert.deepEqual(bindKeys(bindings, isMac), { bindings, problems: [] });
    }
  });

  it('follows the setting for the actions that it names, and unbinds with an empty list', () => {
    const setting = { keep: 'Q', next: ['j', 'Shift+Ctrl+J'], reveal: [], pickTop: ['a', 'D', '#'] };
    const { bindings, problems } = bindKeys(setting, false);
    assert.deepEqual(problems, []);
    assert.deepEqual(bindings.keep, ['q']);
    assert.deepEqual(bindings.next, ['j', 'ctrl+shift+j']);
    assert.deepEqual(bindings.reveal, []);
    assert.deepEqual(bindings.pickTop, ['a', 'd', '#']);
    assert.deepEqual(bindings.exclude, ['x']);
    assert.deepEqual(bindKeys({ keep: 'x', exclude: 'k' }, false).problems, []);
    assert.deepEqual(bindKeys({ keep: 'ctrl++' }, false).bindings.keep, ['ctrl++']);
  });

  it('has Cmd where macOS has it', () => {
    assert.deepEqual(bindKeys({}, true).bindings.undo, ['z', 'meta+z']);
    assert.deepEqual(bindKeys({ keep: 'cmd+k' }, true).bindings.keep, ['meta+k']);
  });

  it('says what is wrong with a setting, and then keeps the usual keys', () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      ['k', /must give actions their keys/],
      [{ kep: 'k' }, /names "kep", which is not an action; write one of accept, keep/],
      [{ keep: 4 }, /must give keep a key or a list of keys/],
      [{ keep: 'hyper+k' }, /gives keep "hyper\+k", which is not a key/],
      [{ keep: 'shift' }, /"shift", which is not a key/],
      [{ keep: ['q', 'kk'] }, /"kk", which is not a key/],
      [{ keep: 'shift+/' }, /"shift\+\/", which is not a key/],
      [{ keep: '' }, /"", which is not a key/],
      [{ keep: 'left' }, /gives keep "left", which moves, selects or zooms/],
      [{ keep: 'x' }, /leaves "x" to both keep and exclude/],
      [{ keep: ['q', 'q'] }, /leaves "q" to both keep and keep/],
    ];
    for (const [setting, expected] of cases) {
      const [problem, ...others] = problemsOf(setting);
      assert.match(problem ?? '', expected);
      assert.deepEqual(others, []);
      assert.deepEqual(bindKeys(setting, false).bindings, bindKeys(undefined, false).bindings);
    }
    assert.equal(problemsOf({ kep: 'k', keep: 4 }).length, 2);
  });

  it('stands in the README as it is', () => {
    const readme = readFileSync(path.resolve(__dirname, '../../../README.md'), 'utf8');
    const { bindings } = bindKeys(undefined, false);
    const rows = KEYS.flatMap((row) => {
      const keys = shownKeys(row, bindings).map((key) => `<kbd>${key}</kbd>`);
      const place = 'place' in row ? { group: ' on a group', large: ' in the large view' }[row.place!] : '';
      return keys.length === 0 ? [] : [`   | ${keys.join(', ')}${place} | ${forThing(row.meaning)} |`];
    });
    const table = ['   | key | what it does |', '   | --- | --- |', ...rows, ''].join('\n');
    assert.ok(readme.includes(table), `README.md should have this table:\n${table}`);
  });
});
