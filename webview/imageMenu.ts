import * as l10n from '@vscode/l10n';
import { formatSuspectQuery, parseSuspectQuery, withQueryTerms } from '../src/core/query/suspectQuery';
import type { ReviewAction } from '../src/core/names';
import { showUnseen } from '../src/core/words/showUnseen';
import type { SuspectRow } from '../src/shared/galleryProtocol';
import type { Gallery } from './gallery';
import { message } from '../src/core/words/message';
import { numbers, say } from './pageWording';
import { findSimilar, targetsOf } from './similarImages';
import { viewOf } from './store/page';
import { focusedRow } from './store/step';

/** By these VS Code knows which of its menus an image or a box has, also one that is still loading: `webview/context` in `package.json`. */
const IMAGE_MENU = { webviewSection: 'image', preventDefaultContextMenuItems: true };
const MENUS = {
  image: JSON.stringify(IMAGE_MENU),
  box: JSON.stringify({ ...IMAGE_MENU, webviewThing: 'box' }),
};
export const menuOf = ({ page }: Gallery): string => MENUS[page.state?.thing ?? 'image'];

/** Copies the paths of what is selected, else of the group or the image that has the focus. */
async function copyPaths(gallery: Gallery): Promise<void> {
  if (gallery.counts.inView === 0) return;
  const { viewVersion } = gallery;
  const ranges = targetsOf(gallery.page).map(([start, end]): [number, number] => [start, end]);
  const copied = await gallery.ask('copyPaths', { targets: { viewVersion, ranges } });
  gallery.dispatch({ type: 'announce', text: copiedText(copied) });
}

function copiedText({ copied, inside }: { readonly copied: number; readonly inside: number }): string {
  if (copied === 1)
    return inside === 0
      ? l10n.t('Copied the path.')
      : l10n.t('Copied the path, which leads into the file that holds the image.');
  return inside === 0
    ? l10n.t('Copied {0} paths.', numbers.count(copied))
    : l10n.t('Copied {0} paths, which lead into the files that hold the images.', numbers.count(copied));
}

/** Puts the focused image on the clipboard: the original, or its thumbnail where a browser cannot show that. */
async function copyImage(gallery: Gallery): Promise<void> {
  const row = await rowAtFocus(gallery);
  if (row === undefined) return;
  const { original } = await gallery.loadDetails(gallery.page.focus);
  const address = original ?? row.thumbnail;
  if (address === undefined) {
    gallery.dispatch({ type: 'announce', text: l10n.t('There is no picture of this file to copy.') });
    return;
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': await pixelsOf(address) })]);
    gallery.dispatch({ type: 'announce', text: say(message('copied-picture'), gallery.page.state?.thing) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    gallery.report(new Error(l10n.t('{0} could not be copied: {1}', showUnseen(row.path), why)));
  }
}

async function pixelsOf(address: string): Promise<Blob> {
  const image = new Image();
  // A canvas gives back the pixels of another origin only where that has agreed.
  image.crossOrigin = 'anonymous';
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(l10n.t('it is too large for the clipboard.'));
  return blob;
}

type Likeness = 'pair' | 'class' | 'folder' | 'picture';

/** Filters to the images that have the pair, the given label, the folder or the picture of the focused one, which keeps the focus. */
async function showAlike(gallery: Gallery, likeness: Likeness): Promise<void> {
  const row = await rowAtFocus(gallery);
  if (row === undefined) return;
  let query = parseSuspectQuery(viewOf(gallery.page).query);
  for (const [name, value] of termsOf(row, likeness)) query = withQueryTerms(query, name, [value]);
  try {
    await gallery.setView({ query: formatSuspectQuery(query) });
    const position = await gallery.find(row.path, { isNear: true });
    if (position !== null && gallery.counts.inView > 0) gallery.dispatch({ type: 'moveTo', position });
  } catch (error) {
    gallery.reportUnlessBenign(error);
  }
}

function termsOf(
  { path, picture = path, givenLabel, suggestedLabel }: SuspectRow,
  likeness: Likeness,
): readonly (readonly ['class' | 'suggested' | 'folder' | 'picture', string])[] {
  switch (likeness) {
    case 'pair':
      return [
        ['class', givenLabel],
        ['suggested', suggestedLabel],
      ];
    case 'class':
      return [['class', givenLabel]];
    case 'folder':
      return [['folder', picture.slice(0, Math.max(0, picture.lastIndexOf('/'))) || '.']];
    case 'picture':
      return [['picture', picture]];
  }
}

async function rowAtFocus(gallery: Gallery): Promise<SuspectRow | undefined> {
  if (gallery.counts.inView === 0) return undefined;
  await gallery.loadFocused();
  return focusedRow(gallery.page);
}

/** What is done with an image other than to decide about it. */
export const IMAGE_ACTIONS = {
  openOriginal: (gallery) => gallery.openFile('openImage'),
  reveal: (gallery) => gallery.openFile('revealImage'),
  findSimilar,
  copyPath: copyPaths,
  copyImage,
  filterPair: (gallery) => showAlike(gallery, 'pair'),
  filterClass: (gallery) => showAlike(gallery, 'class'),
  filterFolder: (gallery) => showAlike(gallery, 'folder'),
  filterPicture: (gallery) => showAlike(gallery, 'picture'),
} satisfies Partial<Record<ReviewAction, (gallery: Gallery) => Promise<void> | void>>;

export const isImageAction = (action: ReviewAction): action is keyof typeof IMAGE_ACTIONS =>
  Object.hasOwn(IMAGE_ACTIONS, action);
