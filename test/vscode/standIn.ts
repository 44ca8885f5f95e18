import path from 'node:path';

/** The executable that takes VS Code's test flags and runs code-server. */
export const STAND_IN = path.join(__dirname, 'host/launch.cjs');
