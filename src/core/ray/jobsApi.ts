import * as v from 'valibot';
import type { Immutable } from '../immutable';

/** What Ray's Jobs API answers, as far as it is used. */
export const versionSchema = v.object({ version: v.string(), ray_version: v.string() });

export const jobSchema = v.object({
  status: v.picklist(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
  message: v.nullish(v.string()),
});
export type RayJob = Immutable<v.InferOutput<typeof jobSchema>>;

export const logsSchema = v.object({ logs: v.string() });

export const isOver = ({ status }: RayJob): boolean => status !== 'PENDING' && status !== 'RUNNING';
