import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { OverviewEvent, OverviewRun, OverviewState } from '../../src/shared/overviewProtocol';
import { qualityChart } from './qualityChart';
import { runDetails } from './runDetails';
import type { Send } from './send';
import { summary } from './summary';
import { suspectsHeld } from './suspectsHeld';
import { trainingCharts } from './trainingCharts';
import { unreadableTable } from './unreadableTable';
import * as wording from './wording';

/** Up to so many classes the list of pairs has room beside the matrix. */
const WIDE_MATRIX = 14;
/** A matrix that holds less of the suspects says less than the list of pairs. */
const LEAST_SHARE = 0.5;

/** `<run-overview>`: the whole page. Light DOM, so that one stylesheet serves it all. */
export class OverviewPage extends LitElement {
  static override properties = { state: { state: true }, failure: { state: true } };
  declare send: Send;
  declare state: OverviewState | null;
  declare failure: string | null;

  constructor() {
    super();
    this.state = null;
    this.failure = null;
  }

  onEvent(event: OverviewEvent): void {
    switch (event.type) {
      case 'state':
        this.state = event.state;
        this.failure = null;
        break;
      case 'review': {
        const { state } = this;
        if (state?.run) this.state = { ...state, run: { ...state.run, review: event.review } };
        break;
      }
      case 'failed':
        this.failure = event.message;
        break;
    }
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { state, failure } = this;
    if (failure !== null) return html`<main>${this.failed(failure)}</main>`;
    if (state === null)
      return html`<main><p class="quiet" role="status">${wording.texts().loading}</p></main>`;
    return html`<main>
      ${state.run === null ? this.notScanned(state) : this.run(state.datasetName, state.run)}
    </main>`;
  }

  private run(datasetName: string, run: OverviewRun): TemplateResult {
    const { send } = this;
    const { details, overview } = run;
    const texts = wording.texts();
    return html`${summary(datasetName, run, send)}
      <class-table .run=${run} .send=${send}></class-table>
      ${
        overview.pairs.length === 0
          ? nothing
          : html`<section aria-labelledby="confusions">
              <h2 id="confusions">${texts.confusions}</h2>
              ${this.confusions(run)}
            </section>`
      }
      ${qualityChart(overview.quality, details.thing)} ${trainingCharts(details)}
      ${unreadableTable(details, send)} ${runDetails(details)}`;
  }

  /** The matrix with the pairs beside or below it; the pairs come first where the matrix has room for few of them. */
  private confusions(run: OverviewRun): TemplateResult {
    const { send } = this;
    const { details, overview } = run;
    const matrix = html`<confusion-matrix .run=${run} .send=${send}></confusion-matrix>`;
    const pairs = html`<pair-table .run=${run} .send=${send}></pair-table>`;
    if (suspectsHeld(overview) < LEAST_SHARE * details.suspects)
      return html`<div class="stack">${pairs} ${matrix}</div>`;
    const isWide = overview.matrix.length > WIDE_MATRIX;
    return html`<div class=${isWide ? 'stack' : 'columns wide-first'}>${matrix} ${pairs}</div>`;
  }

  private notScanned({ datasetName }: OverviewState): TemplateResult {
    const texts = wording.texts();
    return html`<div class="panel">
      <h1>${wording.notScanned(datasetName)}</h1>
      <p>${texts.whatItDoes}</p>
      <div class="buttons">
        <button class="button" @click=${() => this.send('runCommand', { command: 'scan' })}>
          ${texts.scan}
        </button>
      </div>
    </div>`;
  }

  private failed(message: string): TemplateResult {
    const texts = wording.texts();
    return html`<div class="panel" role="alert">
      <h1>${texts.title}</h1>
      <p>${message}</p>
      <div class="buttons">
        <button class="button secondary" @click=${() => this.send('runCommand', { command: 'showLog' })}>
          ${texts.showLog}
        </button>
      </div>
    </div>`;
  }
}
