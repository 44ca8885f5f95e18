/** In CI a skipped test is a failure, so what a system lacks for good has no test there: `test/fixtures/itWith.ts`. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const TESTS = path.resolve(__dirname, '..');
/** A test that skips itself, or ends early, where it looks at the system. */
const SKIPS_FOR_SYSTEM = /if \(process\.platform [!=]== '\w+'[^\n]*\) *\n? *(?:return\b|this\.skip)/u;

describe('tests', () => {
  it('are not skipped for the system that they run on', async () => {
    const names = (await readdir(TESTS, { recursive: true })).filter((name) => name.endsWith('.test.ts'));
    assert.ok(names.length > 100, 'there are tests to look at');
    const skipping: string[] = [];
    for (const name of names)
      if (SKIPS_FOR_SYSTEM.test(await readFile(path.join(TESTS, name), 'utf8'))) skipping.push(name);
    assert.deepEqual(skipping, []);
  });
});
