import * as v from 'valibot';

/** Names the file that the suite in the extension host writes. */
export const MEASURED_FILE_VARIABLE = 'BENCH_STARTUP_FILE';
/** Names the dataset whose run the suite opens; absent: none. */
export const FOLDER_VARIABLE = 'BENCH_STARTUP_FOLDER';

/** Megabytes of the extension host, after collecting garbage. */
const memory = v.object({ heapMb: v.number(), residentMb: v.number() });

/** What one start of VS Code has shown. */
export const measuredSchema = v.object({
  /** From asking VS Code to its answer: with what it asks its own window and disk meanwhile. */
  activationMs: v.number(),
  /** Of that: reading, compiling and running the extension's code, … */
  loadingMs: v.number(),
  /** … and its `activate`. VS Code's list of running extensions shows the sum. */
  activateMs: v.number(),
  /** On the processor, of the extension host's thread alone. */
  activationCpuMs: v.number(),
  /** From the start of the process to its answer. */
  trainerMs: v.number(),
  idle: memory,
  /** With the run open in the gallery. */
  open: v.optional(memory),
});
export type Measured = v.InferOutput<typeof measuredSchema>;
