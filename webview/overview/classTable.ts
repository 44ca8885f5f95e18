import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { OverviewRun } from '../../src/shared/overviewProtocol';
import {
  arrangeClasses,
  classRows,
  columnsOf,
  type ClassColumn,
  type ClassOrder,
  type ClassRow,
} from './classRows';
import type { Send } from './send';
import * as wording from './wording';

/** Rows drawn before the reader asks for all. */
const FIRST_ROWS = 30;
/** Where a look over the list no longer finds a class. */
const FILTER_FROM = 15;

/** `<class-table>`: how each class is, sortable and filtered by name. */
export class ClassTable extends LitElement {
  static override properties = {
    run: { attribute: false },
    order: { state: true },
    filter: { state: true },
    showsAll: { state: true },
  };
  declare run: OverviewRun;
  declare send: Send;
  declare order: ClassOrder;
  declare filter: string;
  declare showsAll: boolean;

  constructor() {
    super();
    this.order = { column: 'suspects', descending: true };
    this.filter = '';
    this.showsAll = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const texts = wording.texts();
    const { overview, review } = this.run;
    const all = classRows(overview.classes, review.classes);
    const rows = arrangeClasses(all, this.filter, this.order);
    const shown = this.showsAll ? rows : rows.slice(0, FIRST_ROWS);
    const highest = all.reduce((most, { errorRate }) => Math.max(most, errorRate?.high ?? 0), 0);
    return html`<section aria-labelledby="classes">
      <div class="section-head">
        <h2 id="classes">${texts.classes}</h2>
        ${all.length < FILTER_FROM ? nothing : this.filterBox(texts.filterClasses)}
      </div>
      <div class="scroll-x">
        <table class="numbers" aria-labelledby="classes">
          <thead>
            <tr>
              ${columnsOf(all).map((column) => this.columnHead(column))}
            </tr>
          </thead>
          <tbody>
            ${shown.map((row) => this.row(row, highest))}
          </tbody>
        </table>
      </div>
      ${rows.length === 0 ? html`<p class="quiet">${texts.noSuchClass}</p>` : nothing}
      ${
        shown.length < rows.length
          ? html`<button class="link" @click=${() => (this.showsAll = true)}>
              ${wording.showAll(rows.length)}
            </button>`
          : nothing
      }
    </section>`;
  }

  private filterBox(label: string): TemplateResult {
    return html`<input
      class="filter"
      type="search"
      placeholder=${label}
      aria-label=${label}
      .value=${this.filter}
      @input=${({ target }: InputEvent) => {
        if (target instanceof HTMLInputElement) this.filter = target.value;
      }}
    />`;
  }

  private columnHead(column: ClassColumn): TemplateResult {
    const isSorted = this.order.column === column;
    const direction = !isSorted ? 'none' : this.order.descending ? 'descending' : 'ascending';
    const names = wording.texts(this.run.details.thing);
    const name = column === 'name' ? names.className : names[column];
    return html`<th scope="col" aria-sort=${direction}>
      <button class="sort" @click=${() => this.sortBy(column)}>
        ${name}<span class="arrow" aria-hidden="true"></span>
      </button>
    </th>`;
  }

  /** Numbers are of interest from the top, names from A. */
  private sortBy(column: ClassColumn): void {
    const isSorted = this.order.column === column;
    this.order = { column, descending: isSorted ? !this.order.descending : column !== 'name' };
  }

  private offTopic({ name }: ClassRow, images: number): TemplateResult {
    const text = wording.count(images);
    if (!this.run.isNewest || images === 0) return html`${text}`;
    const open = () => this.send('openGallery', { given: name, kind: 'off-topic' });
    return html`<button
      class="link"
      aria-label=${wording.openOffTopic(name, images, this.run.details.thing)}
      @click=${open}
    >
      ${text}
    </button>`;
  }

  private row(row: ClassRow, highest: number): TemplateResult {
    const { errorRate } = row;
    const name = showUnseen(row.name);
    const opens = this.run.isNewest && row.suspects > 0;
    return html`<tr>
      <th scope="row">
        ${
          opens
            ? html`<button class="link" @click=${() => this.send('openGallery', { given: row.name })}>
                ${name}
              </button>`
            : name
        }
      </th>
      <td>${wording.count(row.images)}</td>
      <td class="rate">
        ${
          errorRate === null
            ? html`<span class="quiet">${wording.texts().unknown}</span>`
            : html`${wording.percentOf(errorRate.rate)}
                <span class="quiet">(${wording.rateRange(errorRate.low, errorRate.high)})</span>
                ${interval(errorRate, highest)}`
        }
      </td>
      <td>${wording.count(row.suspects)}</td>
      <td>${wording.count(row.reviewed)}</td>
      <td>${wording.count(row.wrong)}</td>
      ${row.offTopic === undefined ? nothing : html`<td>${this.offTopic(row, row.offTopic)}</td>`}
    </tr>`;
  }
}

/** The estimate with its bounds, on a scale that all rows share; the numbers beside it say the same. */
function interval({ rate, low, high }: NonNullable<ClassRow['errorRate']>, highest: number): TemplateResult {
  const x = (share: number) => (highest === 0 ? 0 : (share / highest) * 100);
  return html`<svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<line class="bounds" x1=${x(low)} x2=${x(high)} y1="5" y2="5" vector-effect="non-scaling-stroke" />
    <line class="estimate" x1=${x(rate)} x2=${x(rate)} y1="1" y2="9" vector-effect="non-scaling-stroke" />`}
  </svg>`;
}
