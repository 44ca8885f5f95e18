import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { showUnseen } from '../../src/core/words/showUnseen';
import {
  formatSuspectQuery,
  parseSuspectQuery,
  queryValues,
  withQueryTerms,
} from '../../src/core/query/suspectQuery';
import {
  GROUPINGS,
  SORT_ORDERS,
  type GalleryState,
  type SortOrder,
  type ViewSettings,
} from '../../src/shared/galleryProtocol';
import type { QueryFieldOptions } from './queryField';
import { termCounts } from './termCounts';
import { findingChoices, findingOf, withFinding } from '../findings';
import type { Gallery } from '../gallery';
import { viewOf } from '../store/page';
import { icon } from '../icon';

const REVIEWED_FILTERS = ['all', 'unreviewed', 'reviewed'] as const;
type ReviewedFilter = (typeof REVIEWED_FILTERS)[number];

const reviewedLabels = (): Readonly<Record<ReviewedFilter, string>> => ({
  all: l10n.t('All'),
  unreviewed: l10n.t('Not reviewed'),
  reviewed: l10n.t('Reviewed'),
});

const sortLabels = (isOfSimilar: boolean): Readonly<Record<SortOrder, string>> => ({
  rank: isOfSimilar ? l10n.t('Most similar first') : l10n.t('Most suspect first'),
  live: l10n.t('Most suspect first, by your decisions'),
  path: l10n.t('Path'),
  given: l10n.t('Given label'),
  suggested: l10n.t('Suggested label'),
  pair: l10n.t('Given → suggested'),
  random: l10n.t('At random'),
});

const GROUP_CHOICES = ['none', ...GROUPINGS] as const;

const groupLabels = (): Readonly<Record<(typeof GROUP_CHOICES)[number], string>> => ({
  none: l10n.t('One list'),
  pair: l10n.t('By given → suggested'),
  class: l10n.t('By given label'),
});

function dropdown<T extends string>(options: {
  label: string;
  value: T;
  values: readonly T[];
  labels: Readonly<Partial<Record<T, string>>>;
  onChange: (value: T) => void;
}): TemplateResult {
  const onChange = ({ target }: Event) => {
    const value = target instanceof HTMLElement && 'value' in target ? target.value : undefined;
    const chosen = options.values.find((known) => known === value);
    if (chosen !== undefined && chosen !== options.value) options.onChange(chosen);
  };
  return html`<vscode-dropdown
    aria-label=${options.label}
    title="${options.label}: ${options.labels[options.value] ?? options.value}"
    .value=${options.value}
    @change=${onChange}
  >
    ${options.values.map(
      (value) => html`<vscode-option value=${value}>${options.labels[value]}</vscode-option>`,
    )}
  </vscode-dropdown>`;
}

const filterButton = (options: {
  name: string;
  value: string | undefined;
  onClick: () => void;
}): TemplateResult => {
  const value = options.value === undefined ? l10n.t('Any') : showUnseen(options.value);
  return html`<vscode-button
    class="filter"
    appearance="secondary"
    aria-haspopup="dialog"
    title="${options.name}: ${value}"
    data-active=${options.value !== undefined}
    @click=${options.onClick}
    ><span class="filter-text">${options.name}<b>: ${value}</b></span
    >${icon('chevron')}</vscode-button
  >`;
};

/** The query as text, for all that can be said, and beside it controls for what is said most often. */
export function filterBar(gallery: Gallery): TemplateResult {
  const { state } = gallery.page;
  if (!state) return html``;
  const view = viewOf(gallery.page);
  const query = parseSuspectQuery(view.query);
  const given = queryValues(query, 'class');
  const suggested = queryValues(query, 'suggested');
  const pair = given.length === 1 && suggested.length === 1 ? `${given[0]} → ${suggested[0]}` : undefined;
  const isOfSimilar = queryValues(query, 'similar').length > 0;
  const isUnreviewed = queryValues(query, 'unreviewed').length > 0;
  const isReviewed = queryValues(query, 'reviewed').length > 0;
  const field: QueryFieldOptions = {
    query: view.query,
    classes: state.classes,
    countOf: termCounts(state, gallery.page.pairs),
    keys: gallery.page.keys.enterFilter,
    onEnter: () => void gallery.countClasses(),
    onApply: (text) => void gallery.setView({ query: text }),
    onLeave: () => gallery.dispatch({ type: 'returnToGrid' }),
  };
  return html`<query-field .options=${field}></query-field>
    <vscode-button
      class="filters-toggle"
      appearance="icon"
      aria-label=${l10n.t('Filters and order')}
      aria-expanded=${gallery.page.hasFilters}
      title=${l10n.t('Filters and order')}
      @click=${() => gallery.dispatch({ type: 'toggleFilters' })}
      >${icon('filter')}${icon('chevron')}</vscode-button
    >
    <div
      class="filters ${gallery.page.hasFilters ? 'open' : ''}"
      role="group"
      aria-label=${l10n.t('Filters and order')}
    >
      ${findingFilter(gallery, state, view)}
      ${filterButton({ name: l10n.t('Given'), value: listed(given), onClick: () => void gallery.openFilter('given') })}
      ${filterButton({ name: l10n.t('Suggested'), value: listed(suggested), onClick: () => void gallery.openFilter('suggested') })}
      ${filterButton({ name: l10n.t('Pair'), value: pair, onClick: () => void gallery.openFilter('pair') })}
      ${dropdown({
        label: l10n.t('Reviewed'),
        value: isUnreviewed === isReviewed ? 'all' : isUnreviewed ? 'unreviewed' : 'reviewed',
        values: REVIEWED_FILTERS,
        labels: reviewedLabels(),
        onChange: (value) => void gallery.setView({ query: withReviewed(view.query, value) }),
      })}
      ${dropdown({
        label: l10n.t('Group'),
        value: view.group ?? 'none',
        values: GROUP_CHOICES,
        labels: groupLabels(),
        onChange: (value) => void gallery.setView({ group: value === 'none' ? undefined : value }),
      })}
      ${sortDropdown(gallery, view, isOfSimilar)}
      ${view.sort === 'live' || (state.learns && view.sort === 'rank') ? updateOrder(gallery, state.learns) : nothing}
    </div>`;
}

/** Made anew where a text changes: a dropdown takes the texts of its choices once. */
const sortDropdown = (gallery: Gallery, { sort }: ViewSettings, isOfSimilar: boolean) =>
  keyed(
    isOfSimilar,
    dropdown({
      label: l10n.t('Sort'),
      value: sort,
      values: SORT_ORDERS,
      labels: sortLabels(isOfSimilar),
      onChange: (value) => void gallery.setView({ sort: value }),
    }),
  );

const updateOrder = (gallery: Gallery, learns: boolean): TemplateResult =>
  html`<vscode-button
    appearance="secondary"
    title=${
      learns
        ? l10n.t('Learn from all decisions made so far, in seconds, and sort anew. Until then nothing moves.')
        : l10n.t('Sort by all decisions made so far. Until then nothing moves.')
    }
    ?disabled=${gallery.page.isLearning}
    @click=${() => gallery.updateOrder()}
    >${l10n.t('Update Order')}</vscode-button
  >`;

/** Only where there is something besides suspects to look at. */
function findingFilter(
  gallery: Gallery,
  state: GalleryState,
  view: ViewSettings,
): TemplateResult | typeof nothing {
  const choices = findingChoices(state);
  if (choices.length === 0) return nothing;
  const finding = findingOf(view.query);
  // A query of several findings, or of one without images, has no name in the list.
  const isNamed = choices.some((choice) => choice.finding === finding);
  const shown = isNamed ? choices : [{ finding: 'other', name: l10n.t('As filtered') } as const, ...choices];
  return dropdown({
    label: l10n.t('Show'),
    value: isNamed ? finding! : 'other',
    values: shown.map((choice) => choice.finding),
    labels: Object.fromEntries(shown.map((choice) => [choice.finding, choice.name])),
    onChange: (value) => {
      if (value !== 'other') void gallery.setView({ query: withFinding(view.query, value) });
    },
  });
}

const listed = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.join(` ${l10n.t('or')} `);

function withReviewed(text: string, value: ReviewedFilter): string {
  const others = withQueryTerms(
    withQueryTerms(parseSuspectQuery(text), 'reviewed', []),
    'unreviewed',
    value === 'unreviewed' ? [''] : [],
  );
  return formatSuspectQuery(value === 'reviewed' ? withQueryTerms(others, 'reviewed', ['']) : others);
}
