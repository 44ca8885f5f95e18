import assert from 'node:assert/strict';
import { apiMarkdown } from '../../../scripts/library/apiMarkdown';

const CORE = `
declare const RULES: readonly ["strict", "lax"];
/** How to decide. */
export type Rule = (typeof RULES)[number];
declare const CODES: readonly ["bad"];
type Code = (typeof CODES)[number];
export type ErrorCode = Code;
/** What \`judge\` takes. */
export interface Input extends Base {
	/**
	 * N labels,
	 * 0 to K − 1.
	 */
	readonly labels: ArrayLike<number>;
	readonly rule?: Rule;
}
/**
 * Judges labels.
 * @throws TypeError for what is none,
 * and more.
 */
export declare function judge(input: Input): Uint8Array;
`;

describe('the page of the library', () => {
  it('has what is exported, functions first, and names what only the entry for Node has', () => {
    const node = '/** Reads. */\nexport declare function read(folder: string): Promise<void>;\n';
    const page = apiMarkdown({ core: CORE, index: CORE + node });
    const headings = page.split('\n').filter((line) => line.startsWith('#'));
    assert.deepEqual(headings, [
      '# API',
      '## `label-review/core`',
      '### judge',
      '### Rule',
      '### ErrorCode',
      '### Input',
      '## `label-review`',
      '### read',
    ]);
    for (const text of [
      'Judges labels.\n\nThrows TypeError for what is none, and more.\n\n```ts\nfunction judge(input: Input): Uint8Array;\n```',
      'How to decide.\n\n```ts\ntype Rule = "strict" | "lax";\n```',
      'type ErrorCode = "bad";',
      'All of `Base`, and:\n\n- `labels: ArrayLike<number>` — N labels, 0 to K − 1.\n- `rule?: Rule`',
    ])
      assert.ok(page.includes(text), text);
  });

  it('refuses what it has no place for', () => {
    assert.throws(() => apiMarkdown({ core: 'export declare const A: 1;', index: '' }), /no place for/);
  });
});
