import path from 'node:path';
import { message, type Message } from '../../../core/words/message';
import { readInput } from '../../../files/openInput';
import { createImageResolver } from '../../labels/imageResolver';
import { nameIn } from '../boxes/pictureFolder';
import type { DataYaml } from './dataYaml';

interface There {
  readonly root: string;
  readonly images: ReadonlySet<string>;
  /** Of images. */
  readonly folders: ReadonlySet<string>;
  /** Other files. */
  readonly files: ReadonlySet<string>;
}

/** What the splits of a dataset hold. */
export interface ListedImages {
  /** Undefined: no split was found, so any image may be meant. */
  readonly images: ReadonlySet<string> | undefined;
  readonly missingFiles: number;
  readonly warnings: readonly Message[];
}

/** The images in the folders and lists that a `data.yaml` names. */
export async function listedImages(yamls: readonly DataYaml[], there: There): Promise<ListedImages> {
  const images = new Set<string>();
  const warnings: Message[] = [];
  let missingFiles = 0;
  let isFound = false;
  for (const yaml of yamls)
    for (const entry of yaml.entries) {
      const found = findEntry(yaml, entry, there);
      if (found === undefined) {
        warnings.push(message('split-not-there', { file: yaml.file, entry }));
        continue;
      }
      isFound = true;
      if (there.folders.has(found)) addFolder(images, found, there.images);
      else {
        const list = await readList(found, there);
        list.images.forEach((image) => images.add(image));
        missingFiles += list.missing.length;
        warnings.push(...list.warnings);
      }
    }
  return { images: isFound ? images : undefined, missingFiles, warnings };
}

/** Where a folder or a list is, as written, or by its end: what is written is often that of another machine, or of another folder. */
function findEntry({ file, base }: DataYaml, entry: string, there: There): string | undefined {
  const own = path.posix.dirname(file).replace(/^\.$/u, '');
  const written = entry.replaceAll('\\', '/');
  const below = written.replace(/^(?:\.{1,2}\/)+/u, '');
  const parts = below.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const candidates = [
    ...(base === undefined ? [] : [nameIn(nameIn(own, base), written)]),
    nameIn(own, written),
    nameIn(own, below),
    below,
    ...parts.map((_, at) => parts.slice(at).join('/')),
  ];
  return candidates
    .map((candidate) => candidate.replace(/\/+$/u, '').replace(/^\.$/u, ''))
    .find((candidate) => there.folders.has(candidate) || there.files.has(candidate));
}

function addFolder(into: Set<string>, folder: string, images: ReadonlySet<string>): void {
  for (const image of images) if (folder === '' || image.startsWith(`${folder}/`)) into.add(image);
}

async function readList(file: string, { root, images }: There) {
  const text = (await readInput(path.join(root, file))).toString('utf8').replace(/^\uFEFF/u, '');
  const resolver = await createImageResolver({ root, file: path.join(root, file), images: [...images] });
  const found: string[] = [];
  const missing: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/u)) {
    const written = line.trim();
    if (written === '') continue;
    const beside = nameIn(path.posix.dirname(file), written);
    const image = images.has(beside) ? beside : await resolver.resolve(written);
    if (image === undefined) missing.push(written);
    else found.push(image);
  }
  const [example] = missing;
  const gone =
    example === undefined ? [] : [message('pictures-not-there', { file, pictures: missing.length, example })];
  return { images: found, missing, warnings: [...resolver.warnings(), ...gone] };
}
