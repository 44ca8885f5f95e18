import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { PAGES, readPage } from './pages';

const PICTURES = 'docs/images';
/** Written in other languages, for translators. */
const NOT_IN_INDEX = 'l10n/';

const isAddress = (target: string) => /^[a-z]+:/u.test(target);

/** Why a link or picture of a page leads nowhere; undefined where it leads somewhere, or out of this project. */
function whyDead(page: string, target: string): string | undefined {
  if (isAddress(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const leadsTo = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
  if (!existsSync(path.join(REPO_ROOT, leadsTo))) return `${target}: there is no ${leadsTo}`;
  if (anchor === undefined || !leadsTo.endsWith('.md') || readPage(leadsTo).anchors.has(anchor))
    return undefined;
  return `${target}: ${leadsTo} has no heading for it`;
}

describe('the pages', () => {
  for (const page of PAGES)
    it(`${page} has links and pictures that lead somewhere`, () => {
      const { targets } = readPage(page);
      const dead = targets.flatMap((target) => whyDead(page, target) ?? []);
      assert.deepEqual(dead, []);
    });

  it('in docs are all named in its index', () => {
    const inIndex = new Set(readPage('docs/README.md').targets.map((target) => target.split('#')[0]));
    const missing = PAGES.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
      .map((page) => path.posix.relative('docs', page))
      .filter((page) => !inIndex.has(page) && !page.startsWith(NOT_IN_INDEX));
    assert.deepEqual(missing, []);
  });

  it('show all pictures that are there for them', () => {
    const shown = new Set(
      PAGES.flatMap((page) =>
        readPage(page).targets.map((target) => path.posix.join(path.posix.dirname(page), target)),
      ),
    );
    const pictures = readdirSync(path.join(REPO_ROOT, PICTURES)).map((name) => `${PICTURES}/${name}`);
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((picture) => !shown.has(picture)),
      [],
    );
  });
});
