import { html, nothing, type TemplateResult } from 'lit';
import { parseSuspectQuery } from '../src/core/suspectQuery';
import type { GalleryState } from '../src/shared/galleryProtocol';
import type { Gallery } from './gallery';
import { formatCount } from './reviewWording';

const scanButton = (gallery: Gallery, text = 'Find Wrong Labels…') =>
  html`<vscode-button appearance="primary" @click=${() => gallery.runCommand('scan')}
    >${text}</vscode-button
  >`;

const logButton = (gallery: Gallery) =>
  html`<vscode-button appearance="secondary" @click=${() => gallery.runCommand('showLog')}
    >Show Log</vscode-button
  >`;

const neverScanned = (gallery: Gallery, state: GalleryState) =>
  html`<div class="panel">
    <h2>${state.datasetName} has not been scanned yet</h2>
    <p>
      Label Review trains a small network on these images, on this machine, and ranks those whose label is
      probably wrong. You then go through them here, one key each. No image is changed.
    </p>
    <div class="buttons">${scanButton(gallery)}</div>
  </div>`;

const runEnded = (gallery: Gallery, { status, message }: NonNullable<Gallery['runEnd']>) =>
  html`<div class="panel">
    <h2>${status === 'failed' ? 'The run failed' : 'Run cancelled'}</h2>
    <p>${message}</p>
    <div class="buttons">${scanButton(gallery)}${status === 'failed' ? logButton(gallery) : nothing}</div>
  </div>`;

const noSuspects = (gallery: Gallery, state: GalleryState) =>
  html`<div class="panel">
    <h2>No wrong labels found</h2>
    <p>
      None of the ${formatCount(state.images)} images of ${state.datasetName} looks mislabelled. A more
      thorough preset may find subtler mistakes.
    </p>
    <div class="buttons">${scanButton(gallery)}</div>
  </div>`;

/** Classes that the query names and the dataset does not have: probably misspelt. */
function unknownClasses({ view, classes }: GalleryState): readonly string[] {
  const known = new Set(classes);
  return parseSuspectQuery(view.query)
    .filter(({ name, value }) => (name === 'class' || name === 'suggested') && !known.has(value))
    .map(({ value }) => value);
}

function likeNamed(name: string, classes: readonly string[]): string {
  const like = classes.find((known) => known.toLowerCase() === name.toLowerCase());
  return like === undefined ? '' : ` Did you mean "${like}"?`;
}

const nothingInView = (gallery: Gallery, state: GalleryState) =>
  html`<div class="panel">
    <h2>No suspects match the filters</h2>
    ${unknownClasses(state).map((name) => html`<p>There is no class "${name}".${likeNamed(name, state.classes)}</p>`)}
    <div class="buttons">
      <vscode-button appearance="secondary" @click=${() => void gallery.setView({ query: '' })}
        >Clear Filters</vscode-button
      >
    </div>
  </div>`;

/** What stands in the place of the grid when there is nothing to review; null when there is. */
export function emptyState(gallery: Gallery): TemplateResult | null {
  const { state, runEnd } = gallery;
  if (!state)
    return gallery.error === null ? html`<div class="panel"><p class="detail">Loading…</p></div>` : html``;
  if (state.status === 'none') return runEnd ? runEnded(gallery, runEnd) : neverScanned(gallery, state);
  if (state.counts.suspects === 0) return noSuspects(gallery, state);
  return state.counts.inView === 0 ? nothingInView(gallery, state) : null;
}
