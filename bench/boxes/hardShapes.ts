import type { Paint, Shape } from '../../scripts/demo/shapes';
import { SHAPES } from '../../scripts/demo/shapes';
import type { Rng } from '../../src/core/rng';

/** Classes of which several are hard to tell from each other where they are small, turned and half covered. */
export const HARD_SHAPES: Readonly<Record<string, Shape>> = {
  pentagon: (rng, paint) => polygon(5, rng, paint),
  hexagon: (rng, paint) => polygon(6, rng, paint),
  octagon: (rng, paint) => polygon(8, rng, paint),
  disc: (rng, { body }) => `<circle r="${(0.9 * between(rng, 0.95, 1.03)).toFixed(3)}" ${body}/>`,
  ring: (rng, { body, detail }) =>
    `<circle r=".9" ${body}/><circle r="${between(rng, 0.25, 0.4).toFixed(3)}" ${detail}/>`,
  star: (rng, paint) => star(5, rng, paint),
  hexagram: (rng, paint) => star(6, rng, paint),
  sun: (rng, paint) => star(9, rng, paint),
  leaf: SHAPES.leaf!,
  fish: SHAPES.fish!,
  cup: SHAPES.cup!,
  house: SHAPES.house!,
};

/** What is taken for what: pairs of names. */
export const ALIKE: readonly (readonly [string, string])[] = [
  ['pentagon', 'hexagon'],
  ['octagon', 'disc'],
  ['ring', 'disc'],
  ['star', 'hexagram'],
  ['sun', 'hexagram'],
  ['leaf', 'fish'],
  ['cup', 'house'],
];

const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.next01();

function polygon(corners: number, rng: Rng, { body }: Paint): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const radius = 0.92 * between(rng, 0.93, 1.05);
    const angle = (i * 2 * Math.PI) / corners - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`;
  });
  return `<path d="M${points.join('L')}Z" ${body}/>`;
}

function star(tips: number, rng: Rng, { body }: Paint): string {
  const inner = between(rng, 0.45, 0.62);
  const points = Array.from({ length: tips * 2 }, (_, i) => {
    const radius = (i % 2 === 0 ? 0.95 : 0.95 * inner) * between(rng, 0.94, 1.04);
    const angle = (i * Math.PI) / tips - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`;
  });
  return `<path d="M${points.join('L')}Z" ${body}/>`;
}
