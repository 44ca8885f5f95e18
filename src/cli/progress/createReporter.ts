import { createPalette, isColoured } from './palette';
import { createJsonReporter } from './jsonReporter';
import type { ErrorStream, Reporter } from './reporter';
import { createTextReporter } from './textReporter';
import { usualStyle, type ProgressStyle } from './progressStyle';

/** `style`: as `--progress` says, if it does. */
export function createReporter(
  stream: ErrorStream,
  style: ProgressStyle | undefined,
  environment: NodeJS.ProcessEnv,
): Reporter {
  const chosen = style ?? usualStyle(stream.isTerminal, environment);
  if (chosen === 'json') return createJsonReporter(stream);
  const palette = createPalette(isColoured(stream.isTerminal, environment));
  return createTextReporter(stream, { style: chosen, palette, isUtf8: isUtf8(environment) });
}

/** Whether the terminal shows other letters than those of ASCII; where no locale is named, as on Windows, they do. */
function isUtf8({ LC_ALL: all, LC_CTYPE: ctype, LANG: lang }: NodeJS.ProcessEnv): boolean {
  const locale = [all, ctype, lang].find((name) => name !== undefined && name !== '');
  return locale === undefined || /utf-?8/iu.test(locale);
}
