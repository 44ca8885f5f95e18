import { changesOf } from './changesOf';

export interface Release {
  /** Of git, e.g. `v1.2.3`. */
  readonly tag: string;
  /** Of package.json. */
  readonly version: string;
  readonly changelog: string;
}

/** Sentences on what is missing; none where it can be released. */
export function whyNotReleasable({ tag, version, changelog }: Release): readonly string[] {
  const reasons: string[] = [];
  if (tag !== `v${version}`) reasons.push(`The tag is ${tag}, but package.json says version ${version}.`);
  if (changesOf(changelog, version) === undefined)
    reasons.push(`CHANGELOG.md has no section "## ${version}" with a line in it.`);
  if ((changesOf(changelog, 'Unreleased') ?? '') !== '')
    reasons.push('CHANGELOG.md still has changes under "## Unreleased".');
  return reasons;
}
