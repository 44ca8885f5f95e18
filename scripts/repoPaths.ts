import path from 'node:path';

export const REPO_ROOT = path.resolve(__dirname, '..');

/** What tests and `npm start` install; ignored by git, safe to delete. */
export const INSTALL_DIR = path.join(REPO_ROOT, '.vscode-test');

/** What tests and `npm run package` make; ignored by git, safe to delete. */
export const OUT_DIR = path.join(REPO_ROOT, 'out');

/** MNIST, Fashion-MNIST and noisy labels for them, for benches alone; ignored by git. `bench/README.md` says how to get them. */
export const BENCH_DATA_DIR = path.join(REPO_ROOT, 'bench', 'data');
