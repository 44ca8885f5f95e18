import * as l10n from '@vscode/l10n';
import { numbers } from '../pageWording';
import { suspectText } from '../reviewWording';
import { countsOf, type Page } from '../store/page';
import { isPending } from '../store/pendingDecisions';
import { focusedRow } from '../store/step';

/** Which suspect the large view shows, and all that is known of it: its name, and what is said when it comes. */
export function largeText(page: Page): string {
  const { focus, pending } = page;
  const row = focusedRow(page);
  return l10n.t(
    'Suspect {0} of {1}: {2}',
    numbers.count(focus + 1),
    numbers.count(countsOf(page).inView),
    row ? suspectText(row, isPending(pending, focus)) : l10n.t('Loading'),
  );
}
