/** What the changelog says of a version, without its heading; undefined where it says nothing. */
export function changesOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /mu).slice(1);
  const section = sections.find((each) => each.split(/[\s,]/u, 1)[0] === version);
  const text = section?.slice(section.indexOf('\n') + 1).trim();
  return text === '' ? undefined : text;
}
