import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ExampleImage, SuspectDetails, SuspectRow } from '../src/shared/galleryProtocol';
import type { Gallery } from './gallery';
import { markTinyImage } from './markTinyImage';
import { formatCount, formatProbability } from './reviewWording';

const CHART = { width: 240, height: 56 };

/** Why the focused suspect was flagged. Parts of which nothing is known are left out. */
export function whyPanel(gallery: Gallery): TemplateResult {
  const row = gallery.rows.get(gallery.focus);
  const details = gallery.details.get(gallery.focus);
  return html`<aside class="why" aria-label="Why it was flagged">
    <header>
      <h2>Why it was flagged</h2>
      <vscode-button
        appearance="icon"
        aria-label="Close panel"
        title="Close (I)"
        @click=${() => gallery.setPanel(false)}
        >×</vscode-button
      >
    </header>
    ${row === undefined || details === undefined ? html`<p class="detail">Loading…</p>` : content(gallery, row, details)}
  </aside>`;
}

function content(gallery: Gallery, row: SuspectRow, details: SuspectDetails): TemplateResult {
  const { givenLabel, suggestedLabel } = row;
  return html`<p>
      Labelled <b>${givenLabel}</b>, which is right with a probability of
      ${formatProbability(row.labelQuality)}; more likely <b>${suggestedLabel}</b>.
    </p>
    ${copies(gallery, row, details.copies)} ${bars(row, details)} ${models(details.models)}
    ${trajectory(givenLabel, details.trajectory)}
    ${examples(`Typical of ${givenLabel}`, details.typicalGiven)}
    ${examples(`Typical of ${suggestedLabel}`, details.typicalSuggested)}
    ${
      details.neighbours.length === 0
        ? nothing
        : html`<h3>Most alike</h3>
            <ul class="examples">
              ${details.neighbours.map((image) =>
                example(image, `${image.givenLabel}, ${image.similarity.toFixed(2)}`),
              )}
            </ul>`
    }
    ${
      details.seen === undefined
        ? nothing
        : html`<h3>As the network saw it</h3>
            <seen-pixels .bitmap=${details.seen} name="The image as the network saw it"></seen-pixels>`
    }
    ${fileFacts(gallery, details)}`;
}

/** Copies with another label come first of all evidence: one of the labels must be wrong. */
function copies(
  gallery: Gallery,
  { givenLabel }: SuspectRow,
  found: SuspectDetails['copies'],
): TemplateResult | typeof nothing {
  if (found === undefined) return nothing;
  const { isExact, images, more } = found;
  return html`<h3>${isExact ? 'Copies' : 'Near copies'}</h3>
    <ul class="examples copies">
      ${images.map(
        (image) =>
          html`<li title=${image.path}>
            <button
              type="button"
              aria-label="Go to the copy ${image.path}, labelled ${image.givenLabel}"
              @click=${() => void gallery.goToCopy(image.path)}
            >
              ${picture({ ...image, path: '' })}
              <span class=${image.givenLabel === givenLabel ? '' : 'other-label'}>${image.givenLabel}</span>
            </button>
          </li>`,
      )}
    </ul>
    ${more > 0 ? html`<p class="detail">and ${formatCount(more)} more</p>` : nothing}`;
}

/** The keys 1 to 9 relabel to the first nine. */
function bars({ givenLabel, suggestedLabel }: SuspectRow, { classes }: SuspectDetails): TemplateResult {
  const mark = (label: string) =>
    label === givenLabel ? ' (given)' : label === suggestedLabel ? ' (suggested)' : '';
  return html`<h3>Predicted</h3>
    <ul class="bars">
      ${classes.map(
        ({ label, probability }, index) =>
          html`<li
            data-kind=${label === givenLabel ? 'given' : label === suggestedLabel ? 'suggested' : 'other'}
          >
            <span class="bar-key">${index < 9 ? index + 1 : ''}</span>
            <span class="bar-label">${label}${mark(label)}</span>
            <span class="bar-value">${formatProbability(probability)}</span>
            <span class="bar" aria-hidden="true" .style=${`--share:${probability}`}></span>
          </li>`,
      )}
    </ul>`;
}

function models(all: SuspectDetails['models']): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<h3>Models</h3>
    <ul class="models">
      ${all.map(
        (model, index) =>
          html`<li>
            Model ${index + 1}${model.hasSeen ? '' : ', which never saw it'}: ${model.predictedLabel}
            ${formatProbability(model.predictedProbability)}, given label
            ${formatProbability(model.givenProbability)}
          </li>`,
      )}
    </ul>`;
}

function trajectory(label: string, values: readonly number[]): TemplateResult | typeof nothing {
  if (values.length < 2) return nothing;
  const { width, height } = CHART;
  const point = (value: number, epoch: number) =>
    `${((epoch / (values.length - 1)) * width).toFixed(1)},${((1 - value) * height).toFixed(1)}`;
  const text =
    `Probability of ${label} over ${values.length} epochs: ${formatProbability(values[0]!)} at first, ` +
    `${formatProbability(values.at(-1)!)} in the end, ${formatProbability(Math.max(...values))} at most.`;
  return html`<h3>During training</h3>
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
  html`<li title=${image.path}>
    ${picture(image)} ${caption === undefined ? nothing : html`<span>${caption}</span>`}
  </li>`;

function picture({ path, address, seen }: ExampleImage): TemplateResult {
  if (address !== undefined)
    return html`<img src=${address} alt=${path} loading="lazy" @load=${markTinyImage} />`;
  return seen === undefined
    ? html`<span class="no-thumbnail">No preview</span>`
    : html`<seen-pixels .bitmap=${seen} name=${path}></seen-pixels>`;
}

function fileFacts(gallery: Gallery, { path, bytes }: SuspectDetails): TemplateResult {
  const slash = path.lastIndexOf('/');
  return html`<h3>File</h3>
    <dl class="file-facts">
      <dt>Name</dt>
      <dd>${path.slice(slash + 1)}</dd>
      <dt>Folder</dt>
      <dd>${slash < 0 ? '.' : path.slice(0, slash)}</dd>
      <dt>Size</dt>
      <dd>${bytes === undefined ? 'The file is gone.' : sizeText(bytes)}</dd>
    </dl>
    <div class="buttons">
      <vscode-button appearance="secondary" @click=${() => gallery.revealFile(gallery.focus)}
        >Reveal in Explorer</vscode-button
      >
      <vscode-button appearance="secondary" @click=${() => gallery.openImage(gallery.focus)}
        >Open Image</vscode-button
      >
    </div>`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
