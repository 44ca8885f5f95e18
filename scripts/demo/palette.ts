import type { Rng } from '../../src/core/rng';

export type Rgb = readonly [number, number, number];

/** Colours of one picture, 0–255. */
export interface Palette {
  readonly backgroundFrom: Rgb;
  readonly backgroundTo: Rgb;
  readonly object: Rgb;
  readonly accent: Rgb;
}

/** Lightness between object and background: enough to see the object, whichever of the two is the lighter. */
const CONTRAST = { least: 0.3, most: 0.46 };

/** Random colours that say nothing about the class: any hue, dark on light as often as light on dark. */
export function randomPalette(rng: Rng): Palette {
  const isDark = rng.next01() < 0.5;
  const distance = CONTRAST.least + rng.next01() * (CONTRAST.most - CONTRAST.least);
  const background = isDark ? 0.2 + rng.next01() * 0.22 : 0.64 + rng.next01() * 0.22;
  const object = isDark ? background + distance : background - distance;
  const hue = rng.next01();
  const objectHue = hue + 0.25 + rng.next01() * 0.5;
  const saturation = 0.18 + rng.next01() * 0.35;
  return {
    backgroundFrom: hslToRgb(hue, saturation, background + 0.05),
    backgroundTo: hslToRgb(hue + (rng.next01() - 0.5) * 0.2, saturation, background - 0.05),
    object: hslToRgb(objectHue, 0.5 + rng.next01() * 0.4, object),
    accent: hslToRgb(objectHue, 0.45, isDark ? object - 0.3 : Math.max(0.06, object - 0.2)),
  };
}

/** Hue in turns (any real number), saturation and lightness 0–1. */
function hslToRgb(hue: number, saturation: number, lightness: number): Rgb {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (((offset / 12 + hue) % 1) + 1) % 1;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k * 12 - 3, 9 - k * 12, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

export function toHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
