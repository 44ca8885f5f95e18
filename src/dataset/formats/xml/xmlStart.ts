import { AppError } from '../../../core/appError';
import { readXml } from './readXml';

/** How an XML file begins. */
export interface XmlStart {
  /** The name of the element around all others. */
  readonly root: string | undefined;
  /** The names of the elements directly in it, as far as they were read. */
  readonly children: ReadonlySet<string>;
}

/** In front of the first image, CVAT's form has what is known of the task. */
const FIRST_BYTES = 1 << 18;

/** Looks at the first elements of a file; none of one that is no XML, or damaged there. */
export async function xmlStart(file: string, signal: AbortSignal): Promise<XmlStart> {
  const children = new Set<string>();
  let root: string | undefined;
  let depth = 0;
  try {
    await readXml(
      { file, firstBytes: FIRST_BYTES, signal },
      {
        open: (name) => {
          if (depth === 0) root ??= name;
          if (depth === 1) children.add(name);
          depth++;
        },
        close: () => depth--,
      },
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return { root, children };
}
