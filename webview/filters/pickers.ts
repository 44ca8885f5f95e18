import * as l10n from '@vscode/l10n';
import { formatSuspectQuery, parseSuspectQuery, withQueryTerms } from '../../src/core/query/suspectQuery';
import type { Gallery } from '../gallery';
import { classesOf, viewOf } from '../store/page';
import { focusedRow } from '../store/step';
import type { QuickPickOptions } from './quickPick';
import { suspectsByClass } from './termCounts';
import { numbers } from '../pageWording';
import { selectionSize } from '../grid/selection';

/** The class to relabel to: the suggestion first, then all classes; any other name can be typed. */
export function labelPicker(gallery: Gallery, relabel: (label: string) => void): QuickPickOptions {
  const selected = selectionSize(gallery.page.selection);
  const row = selected === 0 ? focusedRow(gallery.page) : undefined;
  const classes = classesOf(gallery.page);
  const suggested = row?.suggestedLabel;
  const names =
    suggested === undefined ? classes : [suggested, ...classes.filter((name) => name !== suggested)];
  const detailOf = (name: string) =>
    name === suggested ? l10n.t('suggested') : name === row?.givenLabel ? l10n.t('given label') : '';
  return {
    heading: selected > 0 ? l10n.t('Relabel {0} selected', numbers.count(selected)) : l10n.t('Relabel'),
    placeholder: l10n.t('Type a class'),
    items: names.map((name) => ({ name, detail: detailOf(name), pick: () => relabel(name) })),
    newItem: (name) => ({ name: l10n.t('Create class "{0}"', name), pick: () => relabel(name) }),
    onClose: () => gallery.dispatch({ type: 'open', dialog: null }),
  };
}

/** Puts these classes in the place of those the query asks for; what is absent stays, undefined takes all away. */
function filterClasses(
  gallery: Gallery,
  classes: { readonly class?: string | undefined; readonly suggested?: string | undefined },
): void {
  let query = parseSuspectQuery(viewOf(gallery.page).query);
  for (const name of ['class', 'suggested'] as const)
    if (name in classes)
      query = withQueryTerms(query, name, classes[name] === undefined ? [] : [classes[name]]);
  void gallery.setView({ query: formatSuspectQuery(query) });
}

/** Classes that have suspects, most first; the first item takes the filter away. */
export function classFilterPicker(gallery: Gallery, which: 'given' | 'suggested'): QuickPickOptions {
  const set = (name: string | undefined) =>
    filterClasses(gallery, { [which === 'given' ? 'class' : 'suggested']: name });
  const counts = [...suspectsByClass(gallery.page.pairs ?? [], which)].sort((a, b) => b[1] - a[1]);
  return {
    heading: which === 'given' ? l10n.t('Show suspects labelled') : l10n.t('Show suspects suggested to be'),
    placeholder: l10n.t('Type a class'),
    items: [
      { name: l10n.t('Any class'), pick: () => set(undefined) },
      ...counts.map(([name, suspects]) => ({ name, detail: numbers.count(suspects), pick: () => set(name) })),
    ],
    onClose: () => gallery.dispatch({ type: 'open', dialog: null }),
  };
}

/** Given → suggested pairs, most suspects first: the cells of the confusion matrix. */
export function pairPicker(gallery: Gallery): QuickPickOptions {
  const pairs = [...(gallery.page.pairs ?? [])].sort((a, b) => b.suspects - a.suspects);
  return {
    heading: l10n.t('Show one confusion: given → suggested'),
    placeholder: l10n.t('Type a class'),
    items: [
      {
        name: l10n.t('Any pair'),
        pick: () => filterClasses(gallery, { class: undefined, suggested: undefined }),
      },
      ...pairs.map(({ given, suggested, suspects }) => ({
        name: `${given} → ${suggested}`,
        detail: numbers.count(suspects),
        pick: () => filterClasses(gallery, { class: given, suggested }),
      })),
    ],
    onClose: () => gallery.dispatch({ type: 'open', dialog: null }),
  };
}
