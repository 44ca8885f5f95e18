import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { readMarkdownPage, type MarkdownPage } from './markdownPage';

const FOLDERS_WITH_PAGES = ['.github', 'bench', 'docs', 'media'];

/** All pages of the project, as paths in it. */
export const PAGES: readonly string[] = [
  ...readdirSync(REPO_ROOT),
  ...FOLDERS_WITH_PAGES.flatMap((folder) =>
    readdirSync(path.join(REPO_ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(folder, name),
    ),
  ),
]
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replaceAll(path.sep, '/'));

export const readPage = (name: string): MarkdownPage =>
  readMarkdownPage(readFileSync(path.join(REPO_ROOT, name), 'utf8'));
