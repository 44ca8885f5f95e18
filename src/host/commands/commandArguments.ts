import * as v from 'valibot';
import { Uri } from 'vscode';
import { AppError } from '../../core/appError';
import { labelsRequestSchema, predictionsRequestSchema } from '../../core/run/analyzeRequest';
import { REPORT_IMAGES_OPTION } from '../../core/report/reportForm';
import { ISSUE_FILTERS } from '../../core/run/issueFilter';
import { scanOptionsSchema } from '../../core/run/scanOptions';
import {
  DEFAULT_VIEW,
  querySchema,
  viewSettingsSchema,
  type ViewSettings,
} from '../../shared/galleryProtocol';

/** A folder as commands are given it: by menus (`Uri`, tree node), keybindings and scripts (absolute path, `{uri}`). */
const uriSchema = v.union([
  v.custom<Uri>((value) => value instanceof Uri),
  v.pipe(
    v.string(),
    v.minLength(1),
    v.transform((file) => Uri.file(file)),
  ),
]);
const folderSchema = v.union([
  uriSchema,
  v.pipe(
    v.object({ uri: uriSchema }),
    v.transform(({ uri }) => uri),
  ),
]);

/** The folder that the first argument of a command names; undefined when there is none. @throws AppError `bad-usage`. */
export function folderArgument(command: string, argument: unknown): string | undefined {
  if (argument === undefined || argument === null) return undefined;
  const uri = parse(command, folderSchema, argument);
  if (uri.scheme === 'file') return uri.fsPath;
  throw new AppError(
    'folder-not-found',
    `${uri.toString()} is not on the disk of the machine that runs the extension; copy the images there first.`,
  );
}

const scanArgumentSchema = v.object({
  /** Paths may be relative to the dataset's folder. */
  labels: v.optional(v.union([v.literal('folders'), labelsRequestSchema])),
  options: v.optional(v.partial(scanOptionsSchema)),
  filterBy: v.optional(v.picklist(ISSUE_FILTERS)),
});
export type ScanArgument = v.InferOutput<typeof scanArgumentSchema>;

/** What a script wants to differ from the settings; undefined when a person started the scan. @throws AppError `bad-usage`. */
export function scanArgument(command: string, argument: unknown): ScanArgument | undefined {
  return isGiven(argument) ? parse(command, scanArgumentSchema, argument) : undefined;
}

const rayArgumentSchema = v.union([
  v.object({ goOn: v.literal(true) }),
  v.object({
    ...scanArgumentSchema.entries,
    address: v.pipe(v.string(), v.minLength(1)),
    /** Absolute. */
    jobFolder: v.pipe(v.string(), v.minLength(1)),
    program: v.optional(v.string()),
  }),
]);
export type RayArgument = v.InferOutput<typeof rayArgumentSchema>;

/** Where a script wants to run; undefined when a person started the command. @throws AppError `bad-usage`. */
export function rayArgument(command: string, argument: unknown): RayArgument | undefined {
  return isGiven(argument) ? parse(command, rayArgumentSchema, argument) : undefined;
}

const scoreArgumentSchema = v.object({
  /** Paths may be relative to the dataset's folder. */
  predictions: predictionsRequestSchema,
  labels: v.optional(v.union([v.literal('folders'), labelsRequestSchema])),
  filterBy: v.optional(v.picklist(ISSUE_FILTERS)),
});
export type ScoreArgument = v.InferOutput<typeof scoreArgumentSchema>;

/** The predictions a script wants reviewed; undefined when a person started the command. @throws AppError `bad-usage`. */
export function scoreArgument(command: string, argument: unknown): ScoreArgument | undefined {
  return isGiven(argument) ? parse(command, scoreArgumentSchema, argument) : undefined;
}

const openGalleryArgumentSchema = v.object({
  /** Short for a `view` of these suspects, most suspect first. */
  query: v.optional(querySchema),
  view: v.optional(viewSettingsSchema),
});

/** The view a script or a click elsewhere wants; undefined to open the gallery as it was left. @throws AppError `bad-usage`. */
export function openGalleryArgument(command: string, argument: unknown): ViewSettings | undefined {
  if (!isGiven(argument)) return undefined;
  const { query, view } = parse(command, openGalleryArgumentSchema, argument);
  return query === undefined ? view : { ...DEFAULT_VIEW, ...view, query };
}

const openOverviewArgumentSchema = v.object({ runId: v.optional(v.pipe(v.string(), v.minLength(1))) });

export function openOverviewArgument(command: string, argument: unknown) {
  return isGiven(argument) ? parse(command, openOverviewArgumentSchema, argument) : undefined;
}

/** A run as the tree view passes it; the newest is not named, so that an overview follows it. */
const runNodeSchema = v.object({ run: v.object({ id: v.string() }), isNewest: v.literal(false) });

/** The id of the older run that a node of the tree view stands for. */
export function runOfNode(argument: unknown): string | undefined {
  const parsed = v.safeParse(runNodeSchema, argument);
  return parsed.success ? parsed.output.run.id : undefined;
}

const exportArgumentSchema = v.object({ outFile: v.optional(v.pipe(v.string(), v.minLength(1))) });

/** Either argument of the export command may carry `outFile`, beside `uri` or alone. */
export function exportArgument(argument: unknown): { readonly outFile?: string } {
  const parsed = v.safeParse(exportArgumentSchema, argument);
  return parsed.success ? parsed.output : {};
}

const reportArgumentSchema = v.object({
  outFile: v.pipe(v.string(), v.minLength(1)),
  images: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(REPORT_IMAGES_OPTION.minimum),
      v.maxValue(REPORT_IMAGES_OPTION.maximum),
    ),
  ),
});

/** As with the export command; undefined where a person is to say. */
export function reportArgument(argument: unknown): v.InferOutput<typeof reportArgumentSchema> | undefined {
  const parsed = v.safeParse(reportArgumentSchema, argument);
  return parsed.success ? parsed.output : undefined;
}

const applyArgumentSchema = v.object({ confirmed: v.optional(v.boolean()) });

/** Whether a script has agreed to all that is planned. @throws AppError `bad-usage`. */
export function applyArgument(command: string, argument: unknown) {
  return isGiven(argument) ? parse(command, applyArgumentSchema, argument) : undefined;
}

/** Explorer menus pass the list of selected files second, view menus the selected nodes: neither is an argument of ours. */
const isGiven = (argument: unknown) =>
  argument !== undefined && argument !== null && !Array.isArray(argument);

function parse<T>(command: string, schema: v.GenericSchema<unknown, T>, argument: unknown): T {
  const parsed = v.safeParse(schema, argument);
  if (parsed.success) return parsed.output;
  throw new AppError(
    'bad-usage',
    `${command} does not understand its argument: ${v.summarize(parsed.issues)}`,
  );
}
