#!/usr/bin/env node
// What @vscode/test-electron starts in place of VS Code: it needs a file that the system can execute.
require('tsx/cjs');
require('./codeServerHost.ts');
