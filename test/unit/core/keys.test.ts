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

  describe('on the page about them', () => {
    const page = readPage('docs/keys.md');

    it('stand as they are', () => {
      const table = ['| key | what it does | name |', '| --- | --- | --- |', ...rowsWithKeys(), ''].join(
        '\n',
      );
      assert.ok(page.includes(table), `docs/keys.md should have this table:\n${table}`);
    });

    it('are those of macOS with Cmd for Ctrl, as it says', () => {
      for (const { keys, macKeys = keys } of ACTION_KEYS.values())
        assert.deepEqual(
          macKeys,
          keys.map((key) => key.replace('ctrl+shift+', 'shift+meta+').replace('ctrl+', 'meta+')),
        );
    });

    it('are wanting for the actions that it lists as having none', () => {
      const rows = [...ACTION_KEYS.values()].flatMap(({ keys, action, meaning }) =>
        keys.length === 0 ? [`| \`${action}\` | ${forThing(meaning)} |`] : [],
      );
      const table = ['| name | what it does |', '| --- | --- |', ...rows, ''].join('\n');
      assert.ok(page.includes(table), `docs/keys.md should have this table:\n${table}`);
    });
  });

  it('stands in the README as it is, where that names it', () => {
    const named = readPage('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| <kbd>'));
    assert.ok(named.length > 3);
    const rows = new Set(rowsWithKeys().map((row) => row.replace(/ \| [^|]*\|$/u, ' |')));
    assert.deepEqual(
      named.filter((row) => !rows.has(row)),
      [],
    );
  });
});

function readPage(name: string): string {
  return readFileSync(path.resolve(__dirname, '../../..', name), 'utf8');
}

/** The lines of a table of all keys: keys, what they do, and the name of the action in the setting. */
function rowsWithKeys(): readonly string[] {
  const { bindings } = bindKeys(undefined, false);
  return KEYS.flatMap((row) => {
    const keys = shownKeys(row, bindings).map((key) => `<kbd>${key}</kbd>`);
    const place = 'place' in row ? { group: ' on a group', large: ' in the large view' }[row.place!] : '';
    const name = 'action' in row ? `\`${row.action}\`` : '';
    return keys.length === 0 ? [] : [`| ${keys.join(', ')}${place} | ${forThing(row.meaning)} | ${name} |`];
  });
}
