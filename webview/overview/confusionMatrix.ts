import { LitElement, html, type TemplateResult } from 'lit';
import { showUnseen } from '../../src/core/words/showUnseen';
import { suspectsHeld } from './suspectsHeld';
import type { OverviewRun } from '../../src/shared/overviewProtocol';
import { moveInMatrix } from './matrixMoves';
import type { Send } from './send';
import * as wording from './wording';

/** Shades of a cell, from the fewest suspects to the most. */
const SHADES = 5;

interface Cell {
  readonly suspects: number;
  readonly reviewed: number;
}

/** `<confusion-matrix>`: suspects by given and suggested label, an ARIA grid whose cells open the gallery. */
export class ConfusionMatrix extends LitElement {
  static override properties = { run: { attribute: false }, focused: { state: true } };
  declare run: OverviewRun;
  declare send: Send;
  /** The cell that the Tab key reaches. */
  declare focused: { readonly row: number; readonly column: number };

  constructor() {
    super();
    this.focused = { row: 0, column: 0 };
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { details, overview } = this.run;
    const { matrix, pairs, classes } = overview;
    const shown = matrix.map(showUnseen);
    const texts = wording.texts();
    const cells = new Map<string, Cell>();
    let most = 1;
    for (const [place, { given, suggested, suspects }] of pairs.entries()) {
      const { reviewed } = this.run.review.pairs[place] ?? { reviewed: 0 };
      cells.set(JSON.stringify([given, suggested]), { suspects, reviewed });
      most = Math.max(most, suspects);
    }
    const cellOf = (given: string, suggested: string) =>
      cells.get(JSON.stringify([given, suggested])) ?? { suspects: 0, reviewed: 0 };
    return html`<p id="matrix-note" class="quiet">
        ${wording.matrixOf(matrix.length, classes.length, suspectsHeld(overview), details.suspects)}
      </p>
      <div class="scroll-x">
        <table
          class="matrix"
          role="grid"
          aria-labelledby="confusions"
          aria-describedby="matrix-note"
          @keydown=${(event: KeyboardEvent) => this.onKeyDown(event)}
        >
          <thead>
            <tr>
              <th class="corner" scope="col">${texts.givenRows}</th>
              ${shown.map((name) => html`<th scope="col" title=${name}><span>${name}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${matrix.map(
              (given, row) =>
                html`<tr>
                  <th scope="row" title=${shown[row]!}><span>${shown[row]}</span></th>
                  ${matrix.map((suggested, column) =>
                    this.cell({ given, suggested, row, column, most, ...cellOf(given, suggested) }),
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  private cell(options: {
    readonly given: string;
    readonly suggested: string;
    readonly row: number;
    readonly column: number;
    readonly most: number;
    readonly suspects: number;
    readonly reviewed: number;
  }): TemplateResult {
    const { given, suggested, row, column, most, suspects, reviewed } = options;
    const isFocused = this.focused.row === row && this.focused.column === column;
    const text = wording.cell(given, suggested, suspects, reviewed);
    // Most pairs are rare beside the few that are not: the root keeps them apart.
    const shade = Math.ceil(SHADES * Math.sqrt(suspects / most));
    const kind = row === column ? 'diagonal' : suspects > 0 && reviewed === suspects ? 'done' : '';
    return html`<td
      class="shade-${shade} ${kind}"
      role="gridcell"
      tabindex=${isFocused ? 0 : -1}
      data-row=${row}
      data-column=${column}
      aria-label=${text}
      title=${suspects > 0 && this.run.isNewest ? wording.openCell(text) : text}
      @click=${() => this.open(row, column)}
    >
      ${suspects === 0 ? '' : wording.count(suspects)}
    </td>`;
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this.focused;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (!event.repeat) this.open(row, column);
      return;
    }
    const size = this.run.overview.matrix.length;
    const moved = moveInMatrix(this.focused, size, event);
    if (moved === undefined) return;
    event.preventDefault();
    this.focused = moved;
    void this.updateComplete.then(() => this.cellAt(moved.row, moved.column)?.focus());
  }

  private cellAt(row: number, column: number): HTMLElement | null {
    return this.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`);
  }

  private open(row: number, column: number): void {
    const { matrix, pairs } = this.run.overview;
    const [given, suggested] = [matrix[row], matrix[column]];
    this.focused = { row, column };
    const hasSuspects = pairs.some((pair) => pair.given === given && pair.suggested === suggested);
    if (hasSuspects && this.run.isNewest) this.send('openGallery', { given, suggested });
  }
}
