/** `{0}` or `{file}`. */
const PLAIN = /\{(\w+)\}/gu;
/** `{images|# image is|# images are}`. */
const COUNTED = /\{(\w+)\|([^|{}]*)\|([^|{}]*)\}/gu;
/** `[image|box]`. */
const CHOICE = /\[[^[\]|]*\|[^[\]|]*\]/u;
/** What is shown as it is in every language: icons, and what is typed. */
const VERBATIM = /\$\([\w-]+(?:~spin)?\)|`[^`]*`/gu;

/** Sentences on what a translation lacks of its text, or has too much; none where it can stand for it. */
export function whyNotFit(text: string, translation: string): readonly string[] {
  const reasons: string[] = [];
  const [wanted, found] = [namesIn(text), namesIn(translation)];
  for (const name of wanted.needed) if (!found.all.has(name)) reasons.push(`lacks {${name}}`);
  for (const name of found.all)
    if (!wanted.all.has(name)) reasons.push(`has {${name}}, which is not in the text`);
  for (const [name, choosesWords] of found.counted)
    if (choosesWords && !wanted.counted.has(name)) reasons.push(`counts {${name}|…|…}, which is no count`);
  if (CHOICE.test(text) && !CHOICE.test(translation)) reasons.push('lacks the words for boxes, […|…]');
  if (!CHOICE.test(text) && CHOICE.test(translation)) reasons.push('has words for boxes, […|…]');
  const verbatim = (words: string) => [...words.matchAll(VERBATIM)].map(([part]) => part).sort();
  if (verbatim(text).join(' ') !== verbatim(translation).join(' '))
    reasons.push(`has not the same icons and code as the text: ${verbatim(text).join(' ')}`);
  for (const edge of [/^\s*/u, /\s*$/u])
    if (edge.exec(text)?.[0] !== edge.exec(translation)?.[0]) reasons.push('has other blanks at an end');
  return reasons;
}

function namesIn(text: string) {
  const counted = new Map<string, boolean>();
  const needed = new Set<string>();
  for (const [, name, one, other] of text.matchAll(COUNTED)) {
    counted.set(name!, true);
    // Without the number itself, a language without plural forms may have nothing to choose.
    if (`${one!}${other!}`.includes('#')) needed.add(name!);
  }
  for (const [, name] of text.matchAll(PLAIN)) needed.add(name!);
  return { counted, needed, all: new Set([...needed, ...counted.keys()]) };
}
