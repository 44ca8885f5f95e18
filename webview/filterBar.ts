import { html, type TemplateResult } from 'lit';
import {
  REVIEWED_FILTERS,
  SORT_ORDERS,
  type ReviewedFilter,
  type SortOrder,
} from '../src/shared/galleryProtocol';
import type { Gallery } from './gallery';
import { icon } from './icon';

const REVIEWED_LABELS: Readonly<Record<ReviewedFilter, string>> = {
  all: 'All',
  unreviewed: 'Not reviewed',
  reviewed: 'Reviewed',
};

const SORT_LABELS: Readonly<Record<SortOrder, string>> = {
  rank: 'Most suspect first',
  path: 'Path',
  given: 'Given label',
  suggested: 'Suggested label',
  pair: 'Given → suggested',
};

function dropdown<T extends string>(options: {
  label: string;
  value: T;
  values: readonly T[];
  labels: Readonly<Record<T, string>>;
  onChange: (value: T) => void;
}): TemplateResult {
  const onChange = ({ target }: Event) => {
    const value = target instanceof HTMLElement && 'value' in target ? target.value : undefined;
    const chosen = options.values.find((known) => known === value);
    if (chosen !== undefined && chosen !== options.value) options.onChange(chosen);
  };
  return html`<vscode-dropdown
    aria-label=${options.label}
    title=${options.label}
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
}): TemplateResult =>
  html`<vscode-button
    class="filter"
    appearance="secondary"
    aria-haspopup="dialog"
    data-active=${options.value !== undefined}
    @click=${options.onClick}
    ><span class="filter-text">${options.name}<b>: ${options.value ?? 'Any'}</b></span
    >${icon('chevron')}</vscode-button
  >`;

/** What is shown: class filters, reviewed or not, and in which order. */
export function filterBar(gallery: Gallery): TemplateResult {
  const { state } = gallery;
  if (!state) return html``;
  const { given, suggested, reviewed, sort } = state.view;
  const pair = given !== undefined && suggested !== undefined ? `${given} → ${suggested}` : undefined;
  return html`<div class="filters" role="group" aria-label="Filters">
    ${filterButton({ name: 'Given', value: given, onClick: () => gallery.open('given') })}
    ${filterButton({ name: 'Suggested', value: suggested, onClick: () => gallery.open('suggested') })}
    ${filterButton({ name: 'Pair', value: pair, onClick: () => gallery.open('pair') })}
    ${dropdown({
      label: 'Reviewed',
      value: reviewed,
      values: REVIEWED_FILTERS,
      labels: REVIEWED_LABELS,
      onChange: (value) => void gallery.setView({ reviewed: value }),
    })}
    ${dropdown({
      label: 'Sort',
      value: sort,
      values: SORT_ORDERS,
      labels: SORT_LABELS,
      onChange: (value) => void gallery.setView({ sort: value }),
    })}
  </div>`;
}
