import { execFile } from 'node:child_process';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { STORE_FOLDER } from '../../../src/core/names';

/** The journal as git names it. */
export const JOURNAL = `${STORE_FOLDER}/decisions.jsonl`;

/** Nothing of whoever runs this counts, and nobody is asked. */
const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_EDITOR: 'true',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** A dataset under git, and the clone of a colleague who reviews it, too. */
export class Repository {
  readonly root: string;
  private readonly clone: string;
  private colleagueSteps = 0;

  private constructor(root: string) {
    this.root = root;
    this.clone = `${root}.colleague`;
  }

  /** Puts the dataset at `root` under git as it is. */
  static async create(root: string): Promise<Repository> {
    const repository = new Repository(root);
    const shared = `${root}.git`;
    await runGit(path.dirname(root), ['init', '-q', '--bare', '-b', 'main', shared]);
    await repository.git('init', '-q', '-b', 'main');
    await repository.git('remote', 'add', 'origin', shared);
    await repository.commit();
    await repository.git('push', '-q', '-u', 'origin', 'main');
    await runGit(path.dirname(root), ['clone', '-q', shared, repository.clone]);
    return repository;
  }

  /** @throws what git says where it refuses. */
  git(...args: string[]): Promise<void> {
    return runGit(this.root, args);
  }

  async commit(): Promise<void> {
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '-m', 'Decide');
  }

  /** A colleague excludes images and pushes that. */
  async colleagueDecides(images: readonly string[]): Promise<void> {
    await appendFile(
      path.join(this.clone, JOURNAL),
      images
        .map((image) => `${JSON.stringify(exclusion(`colleague-${this.colleagueSteps++}`, image))}\n`)
        .join(''),
    );
    await runGit(this.clone, ['add', JOURNAL]);
    await runGit(this.clone, ['commit', '-q', '-m', 'Exclude']);
    await runGit(this.clone, ['push', '-q']);
  }

  async remove(): Promise<void> {
    for (const folder of [this.root, this.clone, `${this.root}.git`])
      await rm(folder, { recursive: true, force: true });
  }
}

const exclusion = (id: string, image: string) => ({
  v: 1,
  type: 'decide',
  id,
  at: '2026-01-02T03:04:05.000Z',
  decisions: [{ path: image, decision: { action: 'exclude' } }],
});

async function runGit(folder: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)('git', args, { cwd: folder, env: ENVIRONMENT });
}
