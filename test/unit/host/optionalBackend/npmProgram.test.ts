import assert from 'node:assert/strict';
import { findNpm } from '../../../../src/host/optionalBackend/npmProgram';

describe('findNpm', () => {
  const NODE = 'C:\\Program Files\\nodejs';
  const OWN = 'C:\\Users\\Ann Lee\\AppData\\Roaming\\npm';
  const CLI = 'node_modules\\npm\\bin\\npm-cli.js';
  const onWindows = (folders: readonly string[], files: readonly string[]) =>
    findNpm({ platform: 'win32', searchPath: folders.join(';'), exists: (file) => files.includes(file) });

  it('is npm itself where that is a program', () => {
    assert.deepEqual(findNpm({ platform: 'darwin' }), { file: 'npm', args: [] });
  });

  it('starts the module of npm on Windows, with the Node beside it', () => {
    assert.deepEqual(
      onWindows(['', 'C:\\Windows', NODE], [`${NODE}\\npm.cmd`, `${NODE}\\node.exe`, `${NODE}\\${CLI}`]),
      { file: `${NODE}\\node.exe`, args: [`${NODE}\\${CLI}`] },
    );
  });

  it('takes a newer npm that was installed by npm, with the Node of the path', () => {
    const files = [`${OWN}\\npm.cmd`, `${OWN}\\${CLI}`, `${NODE}\\npm.cmd`, `${NODE}\\node.exe`];
    assert.deepEqual(onWindows([OWN, NODE], files), { file: `${NODE}\\node.exe`, args: [`${OWN}\\${CLI}`] });
  });

  it('takes the script where its module lies elsewhere, and what is not there where there is none', () => {
    assert.deepEqual(onWindows([NODE], [`${NODE}\\npm.cmd`]), { file: `${NODE}\\npm.cmd`, args: [] });
    assert.deepEqual(onWindows([NODE], []), { file: 'npm.exe', args: [] });
  });
});
