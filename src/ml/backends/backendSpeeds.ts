import type { BackendInfo } from '../../core/run/trainingPlan';

export type BackendName = BackendInfo['name'];

/** Images per second by backend. */
export type BackendSpeeds = Readonly<Partial<Record<BackendName, number | undefined>>>;

/** Remembers what was measured on this machine, so that it is not measured before every run. */
export interface SpeedMemory {
  /** Undefined for a key not seen before. */
  read(key: string): Promise<BackendSpeeds | undefined>;
  write(key: string, speeds: BackendSpeeds): Promise<void>;
}
