import { ScriptError } from '../scriptError';

/** Where a release goes. */
const PLACES = ['marketplace', 'open-vsx', 'npm', 'github'] as const;

export interface BuiltRelease {
  /** Of all files, as `npm run package:all` names them. */
  readonly names: readonly string[];
  readonly version: string;
  /** A file with what has changed. */
  readonly notes: string;
}

/** Something to start in the folder of the files. */
export interface PublishCommand {
  readonly purpose: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** Pinned: it is downloaded where the secrets are. */
const OVSX = 'ovsx@1.4.0';

/** What hands a release to one of the places, in order. Each reads its secret from the environment, as its program wants it. */
export function publishCommands(place: string | undefined, release: BuiltRelease): readonly PublishCommand[] {
  const { names, version, notes } = release;
  const extensions = names.filter((name) => name.endsWith('.vsix')).sort();
  if (extensions.length === 0)
    throw new ScriptError('There is nothing in out/packages; run npm run package:all first.');
  switch (PLACES.find((known) => known === place)) {
    case 'marketplace':
      return extensions.map((name) => ({
        purpose: `Publishing ${name} in the Marketplace`,
        command: ['npm', 'exec', '--', 'vsce', 'publish', '--packagePath', name, '--skip-duplicate'],
      }));
    case 'open-vsx':
      return extensions.map((name) => ({
        purpose: `Publishing ${name} in Open VSX`,
        command: ['npm', 'exec', '--yes', '--', OVSX, 'publish', '--packagePath', name, '--skip-duplicate'],
      }));
    case 'npm':
      return [
        {
          purpose: 'Publishing the command line and the library on npm',
          command: ['npm', 'publish', `label-review-${version}.tgz`, '--provenance', '--access', 'public'],
        },
      ];
    case 'github':
      return [
        {
          purpose: 'Making the release on GitHub',
          command: [
            'gh',
            'release',
            'create',
            `v${version}`,
            '--title',
            version,
            '--notes-file',
            notes,
            ...names,
          ],
        },
      ];
    case undefined:
      throw new ScriptError(`Say where to publish: one of ${PLACES.join(', ')}.`);
  }
}
