import type { Rng } from '../../src/core/rng';

/** Attributes that decide how a shape is painted; the outline is the same either way. */
export interface Paint {
  /** SVG attributes of the body. */
  readonly body: string;
  /** SVG attributes of details inside the body. */
  readonly detail: string;
}

/** Draws one object as SVG elements, upright, within about −1 to 1 on both axes, every instance a little different. */
export type Shape = (rng: Rng, paint: Paint) => string;

/** The classes of the demo dataset. Colour, size, place, angle and style say nothing about the class. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  cup: drawCup,
  fish: drawFish,
  house: drawHouse,
  key: drawKey,
  leaf: drawLeaf,
  star: drawStar,
};

const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.next01();
const n = (value: number) => value.toFixed(3);
const path = (d: string, attributes: string) => `<path d="${d}" ${attributes}/>`;
const circle = (x: number, y: number, r: number, attributes: string) =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${attributes}/>`;

function drawCup(rng: Rng, { body, detail }: Paint): string {
  const top = between(rng, -0.62, -0.4);
  const half = between(rng, 0.52, 0.66);
  const base = half * between(rng, 0.6, 0.9);
  const handle = between(rng, 0.3, 0.4);
  const left = -half - 0.15;
  const right = half - 0.15;
  const middle = (left + right) / 2;
  const steam = (x: number) => path(`M${n(x)} ${n(top - 0.12)}q-.12 -.11 0 -.2t0 -.2`, detail);
  return [
    path(
      `M${n(right - 0.03)} ${n(top + 0.22)}c${n(handle * 1.5)} -.16 ${n(handle * 1.5)} .74 -.06 .58`,
      detail,
    ),
    path(
      `M${n(left)} ${n(top)}H${n(right)}L${n(middle + base)} .6q-.04 .18 -.22 .18H${n(middle - base + 0.22)}q-.18 0 -.22 -.18Z`,
      body,
    ),
    rng.next01() < 0.5 ? steam(middle - 0.18) + steam(middle + 0.18) : '',
  ].join('');
}

function drawFish(rng: Rng, { body, detail }: Paint): string {
  const height = between(rng, 0.42, 0.62);
  const tail = between(rng, 0.32, 0.5);
  const fin = between(rng, 0.55, 0.85) * -1;
  const flip = rng.next01() < 0.5 ? 'transform="scale(-1 1)"' : '';
  return [
    `<g ${flip}>`,
    path(`M-.25 ${n(-height * 0.75)}Q0 ${n(fin - 0.25)} .3 ${n(-height * 0.65)}Z`, body),
    path(
      `M-.92 0C-.6 ${n(-height * 1.3)} .2 ${n(-height * 1.25)} .52 -.08L.95 ${n(-tail)}Q.8 0 .95 ${n(tail)}L.52 .08C.2 ${n(height * 1.25)} -.6 ${n(height * 1.3)} -.92 0Z`,
      body,
    ),
    circle(-0.52, -0.1, 0.075, detail),
    path(`M-.22 ${n(-height * 0.5)}Q-.08 0 -.22 ${n(height * 0.5)}`, detail),
    '</g>',
  ].join('');
}

function drawHouse(rng: Rng, { body, detail }: Paint): string {
  const half = between(rng, 0.5, 0.68);
  const eaves = between(rng, -0.2, 0.02);
  const ridge = between(rng, -0.92, -0.7);
  const overhang = half + between(rng, 0.12, 0.24);
  const doorAt = between(rng, -half + 0.16, half - 0.46);
  const windowAt = doorAt > -0.15 ? -half + 0.14 : half - 0.4;
  const chimney = rng.next01() < 0.5 ? path(`M${n(half * 0.45)} ${n(ridge + 0.1)}h.2v.45h-.2Z`, body) : '';
  return [
    chimney,
    path(`M${n(-half)} ${n(eaves)}H${n(half)}V.8H${n(-half)}Z`, body),
    path(`M${n(-overhang)} ${n(eaves)}L0 ${n(ridge)}L${n(overhang)} ${n(eaves)}Z`, body),
    path(`M${n(doorAt)} .8v-.44h.3v.44`, detail),
    path(`M${n(windowAt)} ${n(eaves + 0.2)}h.26v.26h-.26Z`, detail),
  ].join('');
}

function drawKey(rng: Rng, { body, detail }: Paint): string {
  const ring = between(rng, 0.3, 0.4);
  const centre = -0.9 + ring;
  const shaft = between(rng, 0.075, 0.11);
  const end = between(rng, 0.82, 0.95);
  const tooth = between(rng, 0.24, 0.36);
  const width = 0.13;
  const first = end - width;
  const second = first - between(rng, 0.22, 0.3);
  const teeth = `V${n(shaft + tooth)}H${n(first)}V${n(shaft)}H${n(second)}V${n(shaft + tooth * 0.75)}H${n(second - width)}V${n(shaft)}`;
  const joint = centre + ring * 0.92;
  return [
    path(`M${n(joint)} ${n(-shaft)}H${n(end)}${teeth}H${n(joint)}Z`, body),
    circle(centre, 0, ring, body),
    circle(centre, 0, ring * between(rng, 0.4, 0.5), detail),
  ].join('');
}

function drawLeaf(rng: Rng, { body, detail }: Paint): string {
  const width = between(rng, 0.45, 0.68);
  const bend = between(rng, -0.14, 0.14);
  const veins = [-0.35, -0.05, 0.25].map((y) => {
    const reach = width * (0.62 - Math.abs(y) * 0.45);
    return path(`M${n(-reach)} ${n(y - 0.2)}L${n(bend * 0.4)} ${n(y)}L${n(reach)} ${n(y - 0.2)}`, detail);
  });
  return [
    path(
      `M0 -.95C${n(width * 1.25)} -.5 ${n(width * 1.15)} .35 0 .62C${n(-width * 1.15)} .35 ${n(-width * 1.25)} -.5 0 -.95Z`,
      body,
    ),
    path(`M0 -.68Q${n(bend)} 0 0 .6T${n(bend * 2)} .97`, detail),
    ...veins,
  ].join('');
}

function drawStar(rng: Rng, { body }: Paint): string {
  const inner = between(rng, 0.38, 0.52);
  const points = Array.from({ length: 10 }, (_, i) => {
    const radius = (i % 2 === 0 ? 0.95 : 0.95 * inner) * between(rng, 0.94, 1.04);
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    return `${n(radius * Math.cos(angle))} ${n(radius * Math.sin(angle))}`;
  });
  return path(`M${points.join('L')}Z`, body);
}
