import * as l10n from '@vscode/l10n';
import { FAULT_WORDS } from '../../src/core/words/faultWords';
import { wordList, wordMessage } from '../../src/core/words/message';
import type { ImageChange } from '../../src/core/dataset/imageChange';
import { numbers, WORDING } from '../pageWording';
import type { SuspectRow } from '../../src/shared/galleryProtocol';

/** What is known of an image besides its label, whole: its copies by name, and its faults. Empty for most. */
export function factsText({ copies, faults = [], offTopic, similar, change }: SuspectRow): string {
  const parts = faults.map((fault) => wordMessage(FAULT_WORDS[fault], WORDING));
  if (offTopic !== undefined) parts.unshift(l10n.t('may show none of the classes'));
  if (copies !== undefined) {
    const listed = copies.others.map(({ path, givenLabel }) => `${path} (${givenLabel})`);
    const rest = copies.more > 0 ? [l10n.t('{0} more', numbers.count(copies.more))] : [];
    const others = wordList([...listed, ...rest], WORDING);
    parts.unshift(copies.isExact ? l10n.t('copy of {0}', others) : l10n.t('near copy of {0}', others));
  }
  if (similar !== undefined) parts.unshift(similarText(similar));
  if (change !== undefined) parts.unshift(changeText(change));
  return sentence(parts);
}

/** The same in a word or two, for a cell. */
export function factsBadge({ copies, faults = [], offTopic, similar, change }: SuspectRow): string {
  if (change !== undefined) return sentence([changeBadge(change)]);
  const parts = faults.map((fault) => wordMessage(FAULT_WORDS[fault], WORDING));
  if (offTopic !== undefined) parts.unshift(l10n.t('off topic'));
  if (copies !== undefined) {
    const count = copies.others.length + copies.more;
    parts.unshift(count === 1 ? l10n.t('1 copy') : l10n.t('{0} copies', numbers.count(count)));
  }
  if (similar !== undefined) parts.unshift(similarText(similar));
  return sentence(parts);
}

const similarText = ({ similarity, isAsked }: NonNullable<SuspectRow['similar']>): string =>
  isAsked ? l10n.t('asked about') : l10n.t('similarity {0}', numbers.decimal(similarity, 2));

/** In a word or two. */
export function changeBadge(change: ImageChange): string {
  switch (change) {
    case 'gone':
      return l10n.t('gone');
    case 'replaced':
      return l10n.t('replaced');
    case 'file-changed':
      return l10n.t('file changed');
    case 'not-unpacked':
      return l10n.t('not unpacked');
  }
}

export function changeText(change: ImageChange): string {
  switch (change) {
    case 'gone':
      return l10n.t('the file is gone');
    case 'replaced':
      return l10n.t('the file was replaced since the search');
    case 'file-changed':
      return l10n.t('the file that holds it was changed since the search');
    case 'not-unpacked':
      return l10n.t('it was deleted with the cache; find wrong labels again to unpack it');
  }
}

function sentence(parts: readonly string[]): string {
  const text = wordList(parts, WORDING);
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
