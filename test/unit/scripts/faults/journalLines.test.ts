import assert from 'node:assert/strict';
import { journalLines, keyOf, replayLines } from '../../../../scripts/faults/journalLines';

const decide = (id: string, path: string, action: string) =>
  JSON.stringify({ type: 'decide', id, decisions: [{ path, decision: { action } }] });
const undo = (of: string) => JSON.stringify({ type: 'undo', of });

describe('the plain replay of a journal', () => {
  it('takes the last step about an image that is not undone', () => {
    const lines = [
      decide('1', 'a', 'keep'),
      decide('2', 'a', 'exclude'),
      decide('3', 'b', 'unsure'),
      undo('2'),
    ];
    const actions = replayLines(journalLines(`${lines.join('\n')}\n`));
    assert.deepEqual(
      [...actions],
      [
        ['a', 'keep'],
        ['b', 'unsure'],
      ],
    );
  });

  it('reads line by line: an undo of what comes later, a second step of one id and a redo', () => {
    const lines = [undo('1'), decide('1', 'a', 'keep'), decide('1', 'a', 'exclude')];
    assert.deepEqual([...replayLines(journalLines(lines.join('\n')))], [['a', 'keep']]);
    const redo = JSON.stringify({ type: 'redo', of: '1' });
    const redone = [decide('1', 'a', 'keep'), decide('2', 'b', 'keep'), undo('1'), redo];
    assert.equal(replayLines(journalLines(redone.join('\n'))).size, 2);
  });

  it('passes over what a kill or a merge has left, and ends of lines as on Windows', () => {
    const text = `<<<<<<< HEAD\r\n${decide('1', 'a', 'keep')}\r\n=======\r\n${undo('1')}\r\n{"type":"dec`;
    assert.deepEqual(journalLines(text).map(keyOf), ['1', 'undo 1']);
  });
});
