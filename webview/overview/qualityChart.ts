import { html, nothing, svg, type TemplateResult } from 'lit';
import type { QualityHistogram } from '../../src/core/run/qualityHistogram';
import type { Thing } from '../../src/core/words/thing';
import { say } from '../pageWording';
import { chart, type Tick } from './chart';
import * as wording from './wording';

const GAP = 0.6;
const X_TICKS = [0, 0.25, 0.5, 0.75, 1];

/** How label quality is distributed. The bars are logarithmic: nearly all images are at the right end. */
export function qualityChart({ bins, cut }: QualityHistogram, thing: Thing): TemplateResult {
  const texts = wording.texts(thing);
  const most = bins.reduce((max, { images }) => Math.max(max, images), 1);
  const height = (images: number) => (100 * Math.log10(1 + images)) / Math.log10(1 + most);
  const width = 100 / bins.length;
  const bar = (kind: string, place: number, images: number, inset: number) =>
    svg`<rect class=${kind} x=${place * width + inset} width=${width - 2 * inset}
      y=${100 - height(images)} height=${height(images)} />`;
  const all = bins.reduce((sum, { images }) => sum + images, 0);
  const below = bins.slice(0, bins.length / 2).reduce((sum, { images }) => sum + images, 0);
  return html`<section aria-labelledby="quality">
    <h2 id="quality">${texts.quality}</h2>
    ${chart({
      title: texts.logarithmic,
      description: say(wording.qualityLabel(below, all, cut), thing),
      marks: svg`${bins.map(({ images }, place) => bar('bar-images', place, images, GAP / 2))}
        ${bins.map(({ suspects }, place) => bar('bar-suspects', place, suspects, width / 4))}
        ${
          cut === null
            ? nothing
            : svg`<line class="cut" x1=${cut * 100} x2=${cut * 100} y1="0" y2="100" vector-effect="non-scaling-stroke" />`
        }`,
      yTicks: powersOfTen(most).map((images): Tick => ({
        at01: height(images) / 100,
        text: wording.count(images),
      })),
      xTicks: X_TICKS.map((at01) => ({ at01, text: wording.quality(at01) })),
      xTitle: texts.qualityAxis,
      legend: html`<p class="legend">
        <span><span class="swatch bar-images"></span>${texts.allImages}</span>
        <span><span class="swatch narrow bar-suspects"></span>${texts.ofThemSuspects}</span>
        ${cut === null ? nothing : html`<span><span class="swatch cut"></span>${wording.cutAt(cut)}</span>`}
      </p>`,
      table: qualityTable(bins, thing),
    })}
  </section>`;
}

function powersOfTen(most: number): readonly number[] {
  const powers: number[] = [];
  for (let power = 1; power <= most; power *= 10) powers.push(power);
  return powers;
}

function qualityTable(bins: QualityHistogram['bins'], thing: Thing): TemplateResult {
  const texts = wording.texts(thing);
  return html`<table class="numbers" aria-labelledby="quality">
    <thead>
      <tr>
        <th scope="col">${texts.quality}</th>
        <th scope="col">${texts.images}</th>
        <th scope="col">${texts.suspects}</th>
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        ({ images, suspects }, place) =>
          html`<tr>
            <th scope="row">${wording.qualityRange(place / bins.length, (place + 1) / bins.length)}</th>
            <td>${wording.count(images)}</td>
            <td>${wording.count(suspects)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
