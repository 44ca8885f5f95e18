import assert from 'node:assert/strict';
import { countSentences } from '../../../../scripts/faults/countSentences';

describe('countSentences', () => {
  it('counts the same sentence about other folders, processes and times once, the most frequent first', () => {
    const full = (name: string) => `Cannot write /tmp/x/data/.${name}.tmp (ENOSPC).`;
    const taken = (pid: number, time: string) =>
      `Another run (process ${pid}, since ${time} UTC) has 60 images.`;
    assert.equal(
      countSentences(
        [
          taken(12, '2026-01-02 03:04'),
          full('run.json.0123456789ab'),
          full('run.json.ba9876543210'),
          taken(345, '2026-01-02 03:05'),
          full('run.json.000000000000'),
        ],
        '/tmp/x',
      ),
      '3 × “Cannot write …/data/.run.json.#.tmp (ENOSPC).” ' +
        '2 × “Another run (process #, since # UTC) has 60 images.”',
    );
  });

  it('leaves the columns of the table whole', () => {
    assert.equal(countSentences(['a|b'], '/tmp'), '1 × “a\\|b”');
    assert.equal(countSentences([], '/tmp'), '');
  });
});
