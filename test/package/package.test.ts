import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from '../../scripts/install/chromium';
import { ensureCodeServer } from '../../scripts/install/codeServer';
import { packageExtension, type PackagedExtension } from '../../scripts/package/packageExtension';
import { installVsix } from '../../scripts/vscode/installVsix';
import { itWith } from '../fixtures/itWith';
import { writeStripes } from '../fixtures/stripes';
import { buildSuite } from '../vscode/buildSuite';
import { runInVsCode } from '../vscode/runInVsCode';

const GOLDEN = path.join(__dirname, 'golden/files.txt');
const SIZE_LIMIT_BYTES = 14_500_000;

describe('the package', () => {
  let packaged: PackagedExtension;

  before(async () => {
    packaged = await packageExtension();
  });

  it('contains the files of the golden list, no more and no fewer', async () => {
    const actual = `${packaged.contents.join('\n')}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined) await writeFile(GOLDEN, actual);
    assert.equal(
      actual,
      await readFile(GOLDEN, 'utf8'),
      'If this is meant: UPDATE_GOLDEN=1 npm test -- --tier package',
    );
  });

  it('is small', () => {
    assert.ok(packaged.bytes <= SIZE_LIMIT_BYTES, `${packaged.bytes} bytes`);
  });

  itWith('code-server', 'installs and scans a folder in the oldest VS Code it supports', async function () {
    if ((await ensureChromium()) === undefined) {
      console.error('      SKIPPED: needs code-server and a Chromium.');
      this.skip();
    }
    const codeServer = await ensureCodeServer('1.100');
    const results = await runInVsCode({
      version: '1.100',
      extensionTestsPath: await buildSuite(path.join(__dirname, 'suite')),
      extensionDevelopmentPath: path.join(__dirname, 'probe'),
      prepare: async ({ workspace, extensionsDir, userDataDir }) => {
        await installVsix({ codeServer, vsix: packaged.file, extensionsDir, userDataDir });
        await writeStripes(workspace, { perClass: 20, wrongPerClass: 1, seed: 5 });
      },
    });
    assert.deepEqual(results.failed, []);
    assert.ok(results.passed > 0);
  });
});
