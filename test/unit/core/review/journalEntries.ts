import fc from 'fast-check';
import type { Decision, JournalEntry } from '../../../../src/core/review/review';

/** Few ids and paths, so that random journals undo, redo and repeat themselves. */
const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const paths = fc.constantFrom('1.png', '2.png', 'cats/3.png', '__proto__');
const at = fc.constant('2026-01-02T03:04:05.000Z');
const v = fc.constant(1 as const);

const decisions: fc.Arbitrary<Decision> = fc.oneof(
  fc.record({ action: fc.constant('relabel' as const), label: fc.constantFrom('cat', 'dog', 'a "b", ü') }),
  fc.record({ action: fc.constantFrom('keep' as const, 'exclude' as const, 'unsure' as const) }),
);

/** Random journal entries. */
export const entries: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({
    v,
    type: fc.constant('decide' as const),
    id: ids,
    at,
    decisions: fc.array(fc.record({ path: paths, decision: fc.option(decisions) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({ v, type: fc.constantFrom('undo' as const, 'redo' as const), of: ids, at }),
);

export const decide = (
  id: string,
  decisionByPath: Readonly<Record<string, Decision | null>>,
): JournalEntry => ({
  v: 1,
  type: 'decide',
  id,
  at: '2026-01-02T03:04:05.000Z',
  decisions: Object.entries(decisionByPath).map(([path, decision]) => ({ path, decision })),
});
export const undo = (of: string): JournalEntry => ({
  v: 1,
  type: 'undo',
  of,
  at: '2026-01-02T03:04:05.000Z',
});
export const redo = (of: string): JournalEntry => ({
  v: 1,
  type: 'redo',
  of,
  at: '2026-01-02T03:04:05.000Z',
});
