import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyEcho, type EchoedAction, type PressedKey } from '../../../../webview/keys/keyEcho';

const key = (name: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key: name,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...held,
});

function setUp() {
  const answers: (() => void)[] = [];
  const done: string[] = [];
  const note = ({ action, argument }: EchoedAction) => done.push(`${action}${argument ?? ''}`);
  let turn = Promise.resolve();
  const clock = { ms: 0 };
  const echo = new KeyEcho({
    settle: () => new Promise<void>((resolve) => answers.push(resolve)),
    perform: (actions) => {
      turn = turn.then(async () => (await actions).forEach(note));
    },
    performOther: (action) => done.push(`other ${action.action}`),
    now: () => clock.ms,
  });
  /** The host has told of all actions of the oldest key. */
  const answer = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  /** Presses a key that VS Code has bound to these actions. */
  const teach = async (name: string, ...actions: EchoedAction['action'][]) => {
    echo.pressed(key(name), 'suspects');
    for (const action of actions) echo.received({ action });
    await answer();
  };
  return { echo, done, answer, teach, clock };
}

describe('echo of keys', () => {
  it('does what VS Code has bound to a key, and nothing where that is nothing', async () => {
    const { done, teach } = setUp();
    await teach('q', 'keep');
    await teach('k');
    assert.deepEqual(done, ['keep']);
  });

  it('does at once what a key did before, and not again when the echo comes', async () => {
    const { echo, done, answer, teach } = setUp();
    await teach('k', 'keep');
    echo.pressed(key('k'), 'suspects');
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(done, ['keep', 'keep'], 'before the host has answered');
    echo.received({ action: 'keep' });
    await answer();
    assert.deepEqual(done, ['keep', 'keep']);
  });

  it('does not decide about the next suspect when an echo comes late', async () => {
    const { echo, done, answer, teach } = setUp();
    await teach('k', 'keep');
    echo.pressed(key('k'), 'suspects');
    await answer(); // Before the echo, as a busy VS Code may.
    assert.deepEqual(done, ['keep', 'keep']);
    echo.received({ action: 'keep' });
    assert.deepEqual(done, ['keep', 'keep'], 'the echo itself');
    echo.received({ action: 'keep' });
    assert.deepEqual(done, ['keep', 'keep', 'other keep'], 'a command of the palette');
  });

  it('takes a late echo for that of the earlier press', async () => {
    const { echo, done, answer, teach } = setUp();
    await teach('k', 'keep');
    echo.pressed(key('k'), 'suspects');
    await answer();
    echo.pressed(key('k'), 'suspects');
    echo.received({ action: 'keep' });
    echo.received({ action: 'keep' });
    await answer();
    assert.deepEqual(done, ['keep', 'keep', 'keep']);
  });

  it('keeps the order of keys that are pressed before the first is answered', async () => {
    const { echo, done, answer } = setUp();
    echo.pressed(key('k'), 'suspects');
    echo.pressed(key('3'), 'suspects');
    echo.received({ action: 'keep' });
    await answer();
    assert.deepEqual(done, ['keep']);
    echo.received({ action: 'pickTop', argument: 3 });
    await answer();
    assert.deepEqual(done, ['keep', 'pickTop3']);
  });

  it('asks again once the page has lost the focus, and when a key stops to be bound', async () => {
    const { echo, done, answer, teach, clock } = setUp();
    await teach('k', 'keep');
    echo.forget();
    await teach('k', 'exclude');
    assert.deepEqual(done, ['keep', 'exclude']);
    echo.pressed(key('k'), 'suspects');
    await answer(); // No echo.
    clock.ms += 5_000;
    await teach('k');
    assert.deepEqual(done, ['keep', 'exclude', 'exclude']);
  });

  it('takes the echo of a key for nothing else while an answer is still due', async () => {
    const { echo, done, answer, teach } = setUp();
    await teach('k', 'keep');
    echo.pressed(key('k'), 'suspects');
    echo.received({ action: 'keep' });
    echo.pressed(key('k'), 'suspects');
    echo.received({ action: 'keep' });
    await answer();
    await answer();
    assert.deepEqual(done, ['keep', 'keep', 'keep']);
  });

  it('does not remember for one key what another may have done', async () => {
    const { echo, done, answer, clock } = setUp();
    echo.pressed(key('k'), 'suspects');
    await answer(); // Before the echo.
    echo.pressed(key('x'), 'suspects');
    echo.received({ action: 'keep' });
    echo.received({ action: 'exclude' });
    await answer();
    assert.deepEqual(done, ['keep', 'exclude']);
    clock.ms += 5_000;
    echo.pressed(key('x'), 'suspects');
    await Promise.resolve();
    assert.deepEqual(done, ['keep', 'exclude'], 'not at once');
    echo.received({ action: 'exclude' });
    await answer();
    assert.deepEqual(done, ['keep', 'exclude', 'exclude']);
  });

  it('does not take the second key of a chord for a key of its own', async () => {
    const { echo, done, answer, teach } = setUp();
    echo.pressed(key('k', { ctrlKey: true }), 'suspects');
    await answer();
    await teach('k', 'keep');
    await teach('k');
    assert.deepEqual(done, ['keep']);
  });

  it('does not lose the key after the Escape that ends typing, though that is not answered yet', async () => {
    const { echo, done, answer } = setUp();
    echo.pressed(key('Escape'), 'typing');
    echo.pressed(key('?'), 'suspects');
    echo.received({ action: 'showKeys' });
    await answer();
    await answer();
    assert.deepEqual(done, ['showKeys']);
  });

  it('ignores keys while typing, and all but undo, redo and help on other controls', async () => {
    const { echo, done, answer } = setUp();
    for (const place of ['typing', 'controls'] as const)
      for (const action of ['keep', 'undo', 'showKeys'] as const) {
        echo.pressed(key('x'), place);
        echo.received({ action });
        await answer();
      }
    assert.deepEqual(done, ['undo', 'showKeys']);
  });

  it('does not decide again while a key is held down, but undoes', async () => {
    const { echo, answer, teach } = setUp();
    const held = (name: string) => echo.lets(key(name, { repeat: true }));
    echo.pressed(key('k'), 'suspects');
    assert.equal(held('k'), false, 'while it is not known');
    await answer();
    assert.equal(held('k'), true, 'not bound');
    echo.received({ action: 'keep' });
    assert.equal(held('k'), false, 'perhaps bound after all');
    await teach('x', 'exclude');
    assert.equal(held('x'), false, 'whatever it is');
  });

  it('undoes on while a key is held down', async () => {
    const { echo, teach } = setUp();
    await teach('z', 'undo');
    assert.equal(echo.lets(key('z', { repeat: true })), true);
  });

  it('does what each key is bound to once, however keys, echoes and answers overtake each other', async () => {
    const bound: Readonly<Record<string, EchoedAction['action'] | undefined>> = {
      a: 'accept',
      k: 'keep',
      x: 'exclude',
      q: undefined,
    };
    const steps = fc.array(fc.constantFrom('a', 'k', 'x', 'q', 'echo', 'answer'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        const { echo, done, answer, clock } = setUp();
        const echoes: EchoedAction['action'][] = [];
        const pressed: string[] = [];
        let unanswered = 0;
        const step = async (move: string) => {
          clock.ms += 10;
          const action = bound[move];
          if (move === 'echo') {
            const next = echoes.shift();
            if (next) echo.received({ action: next });
          } else if (move === 'answer') {
            if (unanswered > 0) unanswered--;
            await answer();
          } else {
            echo.pressed(key(move), 'suspects');
            unanswered++;
            if (action) pressed.push(action);
            if (action) echoes.push(action);
          }
        };
        for (const move of moves) await step(move);
        while (echoes.length > 0) await step('echo');
        while (unanswered > 0) await step('answer');
        const performed = done.map((name) => name.replace('other ', ''));
        assert.deepEqual(performed.sort(), pressed.sort());
        // What it remembers is right: asked in peace, each key does its own.
        clock.ms += 10_000;
        for (const [name, action] of Object.entries(bound)) {
          const before = done.length;
          echo.pressed(key(name), 'suspects');
          if (action) echo.received({ action });
          await answer();
          assert.deepEqual(done.slice(before), action ? [action] : []);
        }
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  it('passes on what no key asked for, such as a command of the palette', () => {
    const { echo, done } = setUp();
    echo.received({ action: 'keep' });
    assert.deepEqual(done, ['other keep']);
  });
});
