import { ScriptError } from '../scriptError';
import type { LockedPackages } from './lockedPackages';

/** SPDX identifiers of what may be passed on inside a program under MIT, with its text. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
];
/** libvips: a library in a file of its own, which anybody can replace. */
const REPLACEABLE = ['LGPL-3.0-or-later'];
const LINKED_TO = 'node_modules/@img/sharp-';

/** Refuses to pass on what may not be, or says nothing of it. @throws ScriptError that names the packages. */
export function checkLicences(packages: LockedPackages): void {
  const refused = [...packages].flatMap(([key, { license }]) =>
    isFine(key, license) ? [] : [`${key.slice('node_modules/'.length)} (${license ?? 'no licence'})`],
  );
  if (refused.length > 0)
    throw new ScriptError(`These packages cannot be passed on under their licences: ${refused.join(', ')}.`);
}

function isFine(key: string, license = ''): boolean {
  const known = key.startsWith(LINKED_TO) ? [...PERMISSIVE, ...REPLACEABLE] : PERMISSIVE;
  return license.split(' AND ').every((part) => known.includes(part));
}
