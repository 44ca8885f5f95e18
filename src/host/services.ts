import type { Datasets } from './datasets';
import type { Galleries } from './gallery/galleries';
import type { KnownRoots } from './knownRoots';
import type { Log } from './log';
import type { Overviews } from './overview/overviews';
import type { RunController } from './runs/runController';
import type { FolderLook } from './scan/folderLook';
import type { RayMemory } from './ray/rayMemory';
import type { RayRuns } from './ray/rayRun';
import type { ScanMemory } from './scan/scanMemory';
import type { AskWriteBack } from './writeBack/askWriteBack';

/** What is installed or downloaded on request. */
export interface OptionalBackends {
  readonly packagesFolder: string;
  /** Of downloaded encoders. */
  readonly encodersFolder: string;
  /** The built `tryBackend.js`. */
  readonly tryFile: string;
}

/** What the commands work with; built once by `extension.ts`. */
export interface Services {
  readonly log: Log;
  readonly runs: RunController;
  readonly datasets: Datasets;
  readonly galleries: Galleries;
  readonly overviews: Overviews;
  readonly knownRoots: KnownRoots;
  readonly native: OptionalBackends;
  /** Of *Find Wrong Labels…* in this workspace. */
  readonly scanMemory: ScanMemory;
  readonly createFolderLook: () => FolderLook;
  readonly askWriteBack: AskWriteBack;
  /** Of *Find Wrong Labels on Ray…* in this workspace. */
  readonly rayMemory: RayMemory;
  readonly rayRuns: RayRuns;
}
