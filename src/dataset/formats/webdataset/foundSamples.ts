import { isImageFile } from '../../../core/dataset/imageFiles';
import { isImagePath } from '../../../core/dataset/imagePath';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { message } from '../../../core/words/message';
import { labelText, labelValue, type LabelValue } from '../archives/labelValue';
import type { LeftOutImages } from '../archives/leftOutImages';
import type { TarMember } from '../archives/tarMembers';

/** Longer ones are no labels. */
const MOST_LABEL_BYTES = 4096;
const MOST_JSON_BYTES = 1 << 20;
/** Of a JSON file, the first of these that it has. */
const LABEL_KEYS = ['label', 'cls', 'class'];
/** As `webdataset` cuts names: up to the first dot behind the last slash. */
const SAMPLE = /^((?:.*\/)?[^/.]+)\.([^/]*)$/su;

interface Sample {
  readonly pictures: TarMember[];
  cls?: LabelValue;
  json?: LabelValue;
}

/** What samples were found in the shards so far. */
export class FoundSamples {
  readonly labelOf = new Map<string, string>();
  readonly places = new Map<string, ImagePlace>();
  unlabelled = 0;
  private readonly leftOut: LeftOutImages;
  private samples = new Map<string, Sample>();

  constructor(leftOut: LeftOutImages) {
    this.leftOut = leftOut;
  }

  /** Samples so far, those of the shard that is being read included. */
  get count(): number {
    return this.labelOf.size + this.samples.size;
  }

  /** Takes a member of a shard; `read` gives its bytes. */
  async add(member: TarMember, read: () => Promise<Buffer>): Promise<void> {
    const [, key, extension = ''] = SAMPLE.exec(member.path) ?? [];
    const isPicture = isImageFile(member.path);
    const suffix = extension.toLowerCase();
    if (key === undefined || !(isPicture || suffix === 'cls' || suffix === 'json')) return;
    let sample = this.samples.get(key);
    if (sample === undefined) this.samples.set(key, (sample = { pictures: [] }));
    if (isPicture) sample.pictures.push(member);
    else if (suffix === 'cls') sample.cls = await readLabel(member, MOST_LABEL_BYTES, read, labelText);
    else sample.json = await readLabel(member, MOST_JSON_BYTES, read, labelOfJson);
  }

  /** Settles the samples of a shard that has been read. */
  endShard(shard: string): void {
    for (const sample of this.samples.values())
      for (const picture of sample.pictures) this.settle(shard, sample, picture);
    this.samples = new Map();
  }

  private settle(shard: string, { cls, json }: Sample, { path, offset, bytes, isSparse }: TarMember): void {
    const image = `${shard}/${path}`;
    const { label, why } = cls?.label === undefined && cls?.why === undefined ? (json ?? {}) : cls;
    if (isSparse) this.leftOut.add(image, message('member-sparse'));
    else if (!isImagePath(path)) this.leftOut.add(image, message('member-outside'));
    else if (why !== undefined) this.leftOut.add(image, why);
    else if (label === undefined) this.unlabelled++;
    else {
      if (this.labelOf.has(image)) this.leftOut.add(image, message('member-repeated'));
      this.labelOf.set(image, label);
      this.places.set(image, { file: shard, range: { offset, bytes } });
    }
  }
}

async function readLabel(
  { bytes }: TarMember,
  most: number,
  read: () => Promise<Buffer>,
  toLabel: (text: string) => LabelValue,
): Promise<LabelValue> {
  if (bytes > most) return { why: message('member-label-long', { size: { bytes: most } }) };
  return toLabel((await read()).toString('utf8'));
}

function labelOfJson(text: string): LabelValue {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { why: message('member-json-broken') };
  }
  if (typeof value !== 'object' || value === null) return {};
  const fields = new Map<string, unknown>(Object.entries(value));
  const key = LABEL_KEYS.find((name) => fields.has(name));
  return key === undefined ? {} : labelValue(fields.get(key), key);
}
