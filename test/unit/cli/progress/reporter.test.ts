import assert from 'node:assert/strict';
import { createPalette, isColoured } from '../../../../src/cli/progress/palette';
import { takeProgressFlag, usualStyle } from '../../../../src/cli/progress/progressStyle';
import type { ProgressStyle } from '../../../../src/cli/progress/progressStyle';
import { createReporter } from '../../../../src/cli/progress/createReporter';
import type { Progress } from '../../../../src/core/run/progress';

const decoding = (done: number): Progress => ({ phase: 'decode', done, total: 1000, unreadable: 0 });
const comparing = (done: number): Progress => ({ phase: 'compare', done, total: 1000 });

describe('what is told beside the data', () => {
  let nowMs: number;
  let said: string;
  beforeEach(() => {
    nowMs = 0;
    said = '';
  });
  const report = (
    style: ProgressStyle | undefined,
    environment: NodeJS.ProcessEnv = {},
    isTerminal = false,
  ) =>
    createReporter(
      { write: (text) => void (said += text), isTerminal, columns: () => 40, now: () => nowMs },
      style,
      environment,
    );

  it('is a line for each tenth without a terminal', () => {
    const { progress, say } = report(undefined);
    for (let done = 0; done <= 250; done += 10) progress.show(decoding(done));
    say('warning', 'Something is odd.');
    progress.end();
    assert.deepEqual(said.split('\n'), [
      'Reading images: 0 of 1,000',
      'Reading images: 100 of 1,000',
      'Reading images: 200 of 1,000',
      'Warning: Something is odd.',
      '',
    ]);
  });

  it('is one line in a terminal, which makes room for sentences and is gone in the end', () => {
    const { progress, say } = report('bar', { NO_COLOR: '1', LANG: 'C' });
    progress.show(decoding(0));
    progress.show(decoding(500));
    progress.show(decoding(500));
    say('note', 'It rains.');
    progress.end();
    say('info', 'Done.');
    const [none, half] = ['Reading images  --------    0%', 'Reading images  ####----   50%'];
    assert.equal(said, `\r${none}\x1b[K\r${half}\x1b[K\r\x1b[KNote: It rains.\n${half}\r\x1b[KDone.\n`);
  });

  it('is told how long phases take that do not say so', () => {
    const { progress } = report('bar', { NO_COLOR: '1', LANG: 'C' });
    for (const done of [0, 100, 200, 300, 400]) {
      nowMs = done * 100;
      progress.show(comparing(done));
    }
    // 100 in 10 s, 600 to go.
    assert.match(said, /Comparing images +40% {2}1 min left\x1b\[K$/);
  });

  it('is messages alone with none', () => {
    const { progress, say, sayError } = report('none');
    progress.show(decoding(5));
    say('info', 'One.');
    sayError('no-images', 'Two.');
    progress.end();
    assert.equal(said, 'One.\nlabel-review: Two.\n');
  });

  it('is one JSON object a line for programs, not more often than they need', () => {
    const { progress, say, sayError, sayDetail, close } = report('json');
    progress.show({ phase: 'discover', images: 3 });
    for (let done = 0; done <= 1000; done += 10) {
      nowMs = done;
      progress.show({ ...decoding(done), secondsLeft: 1.26 } as Progress);
    }
    progress.show({ phase: 'detect' });
    say('warning', 'A "quoted"\nthing.');
    sayError('no-images', 'None.');
    sayDetail('Look there.\n');
    close(1);
    const step = (phase: string, done: number | null, total: number | null, secondsLeft: number | null) => {
      return { type: 'progress', phase, done, total, secondsLeft };
    };
    assert.deepEqual(
      said
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
      [
        step('discover', 3, null, null),
        ...[0, 500, 1000].map((done) => step('decode', done, 1000, 1)),
        step('detect', null, null, null),
        { type: 'warning', message: 'A "quoted"\nthing.' },
        { type: 'error', code: 'no-images', message: 'None.' },
        { type: 'info', message: 'Look there.' },
        { type: 'done', exitCode: 1 },
      ],
    );
  });

  it('has colours where somebody can see them', () => {
    const seen = (isTerminal: boolean, environment: NodeJS.ProcessEnv = {}) =>
      isColoured(isTerminal, environment);
    assert.ok(seen(true));
    assert.ok(!seen(false));
    assert.ok(!seen(true, { NO_COLOR: '1' }));
    assert.ok(seen(true, { NO_COLOR: '' }), 'as no-color.org has it');
    assert.ok(!seen(true, { TERM: 'dumb' }));
    assert.ok(seen(false, { FORCE_COLOR: '1' }));
    assert.ok(seen(false, { FORCE_COLOR: '', NO_COLOR: '1' }));
    assert.ok(!seen(true, { FORCE_COLOR: '0' }));
    assert.equal(createPalette(true).red('x'), '\x1b[31mx\x1b[39m');
    report(undefined, { TERM: 'xterm' }, true).say('warning', 'x');
    assert.equal(said, '\x1b[33mWarning:\x1b[39m x\n');
  });

  it('is as the terminal is, or as --progress says wherever it stands', () => {
    assert.equal(usualStyle(true, {}), 'bar');
    assert.equal(usualStyle(true, { TERM: 'dumb' }), 'plain');
    assert.equal(usualStyle(false, {}), 'plain');
    assert.deepEqual(takeProgressFlag(['scan', '.', '--progress', 'json', '--json']), {
      rest: ['scan', '.', '--json'],
      style: 'json',
    });
    assert.deepEqual(takeProgressFlag(['--progress=none', 'scan', '--', '--progress']), {
      rest: ['scan', '--', '--progress'],
      style: 'none',
    });
    assert.throws(() => takeProgressFlag(['scan', '--progress', 'jsn']), {
      code: 'bad-usage',
      message: "--progress is one of bar, plain, json, none, not 'jsn'. Did you mean json?",
    });
    assert.throws(() => takeProgressFlag(['scan', '--progress']), { code: 'bad-usage' });
  });
});
