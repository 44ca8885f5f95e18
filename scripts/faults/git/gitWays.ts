import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JOURNAL, type Repository } from './repository';

/** A way in which git changes the journal under an open review. */
export interface GitWay {
  readonly name: string;
  /** Before the review goes on: what somebody has done with what was decided so far. */
  readonly prepare?: (repository: Repository) => Promise<void>;
  readonly change: (repository: Repository) => Promise<void>;
}

/** Images that the colleague decides about; so does the review, in part. */
const COLLEAGUES = ['ant/000.png', 'bee/001.png', 'cow/005.png'];

const journalOf = ({ root }: Repository) => path.join(root, JOURNAL);
const commit = (repository: Repository) => repository.commit();

/** Both have decided since the last time they were of one mind. */
async function diverge(repository: Repository): Promise<void> {
  await repository.commit();
  await repository.colleagueDecides(COLLEAGUES);
}

export const GIT_WAYS: readonly GitWay[] = [
  {
    name: 'pull',
    prepare: async (repository) => {
      await repository.git('checkout', '-q', '--', JOURNAL);
      await repository.colleagueDecides(COLLEAGUES);
    },
    change: (repository) => repository.git('pull', '-q', '--ff-only'),
  },
  {
    name: 'checkout of a branch',
    prepare: async (repository) => {
      await repository.git('branch', 'older');
      await repository.commit();
    },
    change: (repository) => repository.git('checkout', '-q', 'older'),
  },
  { name: 'stash', change: (repository) => repository.git('stash', '-q') },
  {
    name: 'stash pop',
    prepare: (repository) => repository.git('stash', '-q'),
    change: (repository) => repository.git('stash', 'pop', '-q'),
  },
  {
    name: 'merge with a conflict',
    prepare: diverge,
    change: async (repository) => {
      await repository.git('fetch', '-q');
      await repository.git('merge', '-q', 'origin/main').catch(() => undefined); // says that there is a conflict
    },
  },
  {
    name: 'rebase',
    prepare: async (repository) => {
      await writeFile(path.join(repository.root, '.git', 'info', 'attributes'), '*.jsonl merge=union\n');
      await diverge(repository);
    },
    change: (repository) => repository.git('pull', '-q', '--rebase'),
  },
  {
    name: 'reset --hard',
    prepare: commit,
    change: (repository) => repository.git('reset', '-q', '--hard', 'HEAD~1'),
  },
  { name: 'revert', prepare: commit, change: (repository) => repository.git('revert', '--no-edit', 'HEAD') },
  {
    name: 'clean',
    prepare: async (repository) => {
      await repository.git('rm', '-q', '--cached', JOURNAL);
      await repository.git('commit', '-q', '-m', 'Keep decisions out');
    },
    change: (repository) => repository.git('clean', '-q', '-f', '-d', '-x'),
  },
  { name: 'checkout of the file', change: (repository) => repository.git('checkout', '-q', '--', JOURNAL) },
  {
    name: 'ends of lines by autocrlf',
    prepare: commit,
    change: async (repository) => {
      await repository.git('config', 'core.autocrlf', 'true');
      await rm(journalOf(repository));
      await repository.git('checkout', '-q', '--', JOURNAL);
    },
  },
  { name: 'deletion', change: (repository) => repository.git('rm', '-q', '-f', JOURNAL) },
];
