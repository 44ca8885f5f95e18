import * as l10n from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { ExampleImage, SuspectDetails, SuspectRow } from '../../src/shared/galleryProtocol';
import type { Gallery } from '../gallery';
import { focusFailure } from '../store/page';
import { focusedRow } from '../store/step';
import { withHint } from '../keys/keyHints';
import { IMAGE_ACTIONS } from '../imageMenu';
import { markTinyImage } from '../grid/markTinyImage';
import { message } from '../../src/core/words/message';
import { numbers, say } from '../pageWording';
import { isDoubted } from '../reviewWording';

const CHART = { width: 240, height: 56 };

/** Why the focused suspect was flagged. Parts of which nothing is known are left out. */
export function whyPanel(gallery: Gallery): TemplateResult {
  const row = focusedRow(gallery.page);
  const details = gallery.page.details.get(gallery.page.focus);
  return html`<aside class="why" aria-label=${l10n.t('Why it was flagged')}>
    <header>
      <h2>${l10n.t('Why it was flagged')}</h2>
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t('Close panel')}
        title=${withHint(l10n.t('Close'), gallery.page.keys.togglePanel)}
        @click=${() => gallery.dispatch({ type: 'setPanel', hasPanel: false })}
        >×</vscode-button
      >
    </header>
    ${row === undefined || details === undefined ? missing(gallery) : content(gallery, row, details)}
  </aside>`;
}

const missing = ({ page }: Gallery): TemplateResult => {
  const failure = focusFailure(page);
  return failure === null
    ? html`<p class="detail">${l10n.t('Loading…')}</p>`
    : html`<p role="alert">${failure}</p>`;
};

function content(gallery: Gallery, row: SuspectRow, details: SuspectDetails): TemplateResult {
  const { givenLabel, suggestedLabel } = row;
  const thing = gallery.page.state?.thing;
  return html`<p>${verdict(row)}</p>
    ${closeness(details)} ${copies(gallery, row, details.copies)} ${bars(row, details)}
    ${models(details.models)} ${trajectory(givenLabel, details.trajectory)}
    ${examples(l10n.t('Typical of {0}', showUnseen(givenLabel)), details.typicalGiven)}
    ${isDoubted(row) ? examples(l10n.t('Typical of {0}', showUnseen(suggestedLabel)), details.typicalSuggested) : nothing}
    ${details.closeness === undefined ? mostAlike(details) : nothing}
    ${
      details.seen === undefined
        ? nothing
        : html`<h3>${l10n.t('As the network saw it')}</h3>
            <seen-pixels .bitmap=${details.seen} name=${say(message('as-network-saw'), thing)}></seen-pixels>`
    }
    ${fileFacts(gallery, details)}`;
}

function verdict(row: SuspectRow): string {
  const [givenLabel, suggestedLabel] = [showUnseen(row.givenLabel), showUnseen(row.suggestedLabel)];
  const quality = numbers.percent(row.labelQuality);
  if (row.offTopic !== undefined)
    return l10n.t('Labelled {0}; it may show none of the classes: better to exclude it.', givenLabel);
  return isDoubted(row)
    ? l10n.t(
        'Labelled {0}, which is right with a probability of {1}; more likely {2}.',
        givenLabel,
        quality,
        suggestedLabel,
      )
    : l10n.t('Labelled {0}, which is right with a probability of {1}.', givenLabel, quality);
}

/** Images of no class: what they are nearest to, and that it is not near, come before what the models say. */
function closeness(details: SuspectDetails): TemplateResult | typeof nothing {
  const { closeness: found } = details;
  if (found === undefined) return nothing;
  const { closestLabel, closeness: value, usualLow, usualHigh } = found;
  const decimal = (number: number) => numbers.decimal(number, 2);
  return html`<h3>${l10n.t('None of the classes?')}</h3>
    <p class="closeness">
      ${l10n.t(
        'Closest to {0}: closeness {1}; usual for this class: {2} to {3}.',
        showUnseen(closestLabel),
        decimal(value),
        decimal(usualLow),
        decimal(usualHigh),
      )}
    </p>
    ${mostAlike(details)}`;
}

const mostAlike = ({ neighbours }: SuspectDetails): TemplateResult | typeof nothing =>
  neighbours.length === 0
    ? nothing
    : html`<h3>${l10n.t('Most alike')}</h3>
        <ul class="examples">
          ${neighbours.map((image) =>
            example(image, `${image.givenLabel}, ${numbers.decimal(image.similarity, 2)}`),
          )}
        </ul>`;

/** Copies with another label come first of all evidence: one of the labels must be wrong. */
function copies(
  gallery: Gallery,
  { givenLabel }: SuspectRow,
  found: SuspectDetails['copies'],
): TemplateResult | typeof nothing {
  if (found === undefined) return nothing;
  const { isExact, images, more } = found;
  return html`<h3>${isExact ? l10n.t('Copies') : l10n.t('Near copies')}</h3>
    <ul class="examples copies">
      ${images.map(
        (image) =>
          html`<li title=${showUnseen(image.path)}>
            <button
              type="button"
              aria-label=${l10n.t('Go to the copy {0}, labelled {1}', showUnseen(image.path), showUnseen(image.givenLabel))}
              @click=${() => void gallery.goToCopy(image.path)}
            >
              ${picture({ ...image, path: '' })}
              <span class=${image.givenLabel === givenLabel ? '' : 'other-label'}
                >${showUnseen(image.givenLabel)}</span
              >
            </button>
          </li>`,
      )}
    </ul>
    ${more > 0 ? html`<p class="detail">${l10n.t('and {0} more', numbers.count(more))}</p>` : nothing}`;
}

/** The keys 1 to 9 relabel to the first nine. */
function bars({ givenLabel, suggestedLabel }: SuspectRow, { classes }: SuspectDetails): TemplateResult {
  const mark = (label: string) =>
    label === givenLabel
      ? ` ${l10n.t('(given)')}`
      : label === suggestedLabel
        ? ` ${l10n.t('(suggested)')}`
        : '';
  return html`<h3>${l10n.t('Predicted')}</h3>
    <ul class="bars">
      ${classes.map(
        ({ label, probability }, index) =>
          html`<li
            data-kind=${label === givenLabel ? 'given' : label === suggestedLabel ? 'suggested' : 'other'}
          >
            <span class="bar-key">${index < 9 ? index + 1 : ''}</span>
            <span class="bar-label">${showUnseen(label)}${mark(label)}</span>
            <span class="bar-value">${numbers.percent(probability)}</span>
            <span class="bar" aria-hidden="true" .style=${`--share:${probability}`}></span>
          </li>`,
      )}
    </ul>`;
}

function models(all: SuspectDetails['models']): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<h3>${l10n.t('Models')}</h3>
    <ul class="models">
      ${all.map(
        (model, index) =>
          html`<li>
            ${l10n.t(
              '{0}: {1} {2}, given label {3}',
              model.hasSeen
                ? l10n.t('Model {0}', index + 1)
                : l10n.t('Model {0}, which never saw it', index + 1),
              showUnseen(model.predictedLabel),
              numbers.percent(model.predictedProbability),
              numbers.percent(model.givenProbability),
            )}
          </li>`,
      )}
    </ul>`;
}

function trajectory(label: string, values: readonly number[]): TemplateResult | typeof nothing {
  if (values.length < 2) return nothing;
  const { width, height } = CHART;
  const point = (value: number, epoch: number) =>
    `${((epoch / (values.length - 1)) * width).toFixed(1)},${((1 - value) * height).toFixed(1)}`;
  const text = l10n.t(
    'Probability of {0} over {1} epochs: {2} at first, {3} in the end, {4} at most.',
    showUnseen(label),
    values.length,
    numbers.percent(values[0]!),
    numbers.percent(values.at(-1)!),
    numbers.percent(Math.max(...values)),
  );
  return html`<h3>${l10n.t('During training')}</h3>
    <svg
      class="trajectory"
      role="img"
      aria-label=${text}
      viewBox="0 -2 ${width} ${height + 4}"
      preserveAspectRatio="none"
    >
      ${svg`<line x1="0" x2=${width} y1=${height} y2=${height}></line><polyline points=${values.map(point).join(' ')}></polyline>`}
    </svg>
    <p class="detail" aria-hidden="true">${text}</p>`;
}

const examples = (heading: string, images: readonly ExampleImage[]): TemplateResult | typeof nothing =>
  images.length === 0
    ? nothing
    : html`<h3>${heading}</h3>
        <ul class="examples">
          ${images.map((image) => example(image))}
        </ul>`;

const example = (image: ExampleImage, caption?: string): TemplateResult =>
  html`<li title=${showUnseen(image.path)}>
    ${picture(image)} ${caption === undefined ? nothing : html`<span>${showUnseen(caption)}</span>`}
  </li>`;

function picture({ path, address, seen }: ExampleImage): TemplateResult {
  if (address !== undefined)
    return html`<img src=${address} alt=${showUnseen(path)} loading="lazy" @load=${markTinyImage} />`;
  return seen === undefined
    ? html`<span class="no-thumbnail">${l10n.t('No preview')}</span>`
    : html`<seen-pixels .bitmap=${seen} name=${showUnseen(path)}></seen-pixels>`;
}

function fileFacts(gallery: Gallery, { path, bytes, inside }: SuspectDetails): TemplateResult {
  const end = inside === undefined ? path.lastIndexOf('/') : inside.length;
  return html`<h3>${l10n.t('File')}</h3>
    <dl class="file-facts">
      <dt>${l10n.t('Name')}</dt>
      <dd>${showUnseen(path.slice(end + 1))}</dd>
      <dt>${inside === undefined ? l10n.t('Folder') : l10n.t('Inside')}</dt>
      <dd>${end < 0 ? '.' : showUnseen(path.slice(0, end))}</dd>
      <dt>${l10n.t('Size')}</dt>
      <dd>${bytes === undefined ? l10n.t('The file is gone.') : numbers.bytes(bytes)}</dd>
    </dl>
    <div class="buttons">
      <vscode-button appearance="secondary" @click=${() => gallery.openFile('revealImage')}
        >${l10n.t('Reveal in Explorer')}</vscode-button
      >
      <vscode-button appearance="secondary" @click=${() => gallery.openFile('openImage')}
        >${say(message('open-picture'), gallery.page.state?.thing)}</vscode-button
      >
      ${
        gallery.page.state?.thing === 'box'
          ? html`<vscode-button appearance="secondary" @click=${() => IMAGE_ACTIONS.filterPicture(gallery)}
              >${l10n.t('Boxes of This Picture')}</vscode-button
            >`
          : nothing
      }
    </div>`;
}
