import type { Progress } from '../../core/run/progress';
import { PROGRAM } from '../../core/names';
import { describeProgress, progressShare01 } from '../../core/words/describeProgress';
import { ENGLISH } from '../../core/words/message';
import type { ProgressDisplay, SaidKind } from '../commandIo';
import type { Palette } from './palette';
import { createPhaseTimes } from './phaseTimes';
import { progressBar } from './progressBar';
import type { ProgressStyle } from './progressStyle';
import type { ErrorStream, Reporter } from './reporter';

export interface TextLook {
  readonly style: Exclude<ProgressStyle, 'json'>;
  readonly palette: Palette;
  readonly isUtf8: boolean;
}

/** A display that steps aside while a sentence is written. */
interface Display extends ProgressDisplay {
  readonly hide: () => void;
  readonly redraw: () => void;
}

/** Sentences for people, with progress as a bar, as lines, or without. */
export function createTextReporter(stream: ErrorStream, look: TextLook): Reporter {
  const display = createDisplay(stream, look);
  const write = (text: string) => {
    display.hide();
    stream.write(text);
    display.redraw();
  };
  const prefixes: Readonly<Record<SaidKind, string>> = {
    info: '',
    note: `${look.palette.cyan('Note:')} `,
    warning: `${look.palette.yellow('Warning:')} `,
  };
  return {
    say: (kind, sentence) => write(`${prefixes[kind]}${sentence}\n`),
    sayError: (_code, sentence) => write(`${look.palette.red(`${PROGRAM}:`)} ${sentence}\n`),
    sayDetail: (text) => write(text),
    progress: display,
    beginTask: () => undefined, // whoever has named it knows
    close: () => display.end(),
  };
}

function createDisplay(stream: ErrorStream, look: TextLook): Display {
  switch (look.style) {
    case 'bar':
      return createBar(stream, look);
    case 'plain':
      return createLines(stream);
    case 'none': {
      const nothing = () => undefined;
      return { isFleeting: true, show: nothing, end: nothing, hide: nothing, redraw: nothing };
    }
  }
}

/** Where a terminal does not say how wide it is. */
const USUAL_COLUMNS = 80;
/** A line of its own is begun and erased to its end (ECMA-48). */
const ERASE = '\r\x1b[K';

/** One line that is drawn over itself, and gone when the work is over. */
function createBar({ write, columns, now }: ErrorStream, { palette, isUtf8 }: TextLook): Display {
  const secondsLeftOf = createPhaseTimes(now);
  const marks = isUtf8 ? (['█', '░'] as const) : (['#', '-'] as const);
  let shown = '';
  const hide = () => {
    if (shown !== '') write(ERASE);
  };
  return {
    isFleeting: true,
    show: (progress) => {
      const look = { columns: columns() ?? USUAL_COLUMNS, marks, palette };
      const line = progressBar(progress, secondsLeftOf(progress), look);
      if (line !== shown) write(`\r${line}\x1b[K`);
      shown = line;
    },
    end: () => {
      hide();
      shown = '';
    },
    hide,
    redraw: () => {
      if (shown !== '') write(shown);
    },
  };
}

/** A line for each tenth of each phase. */
function createLines({ write }: ErrorStream): Display {
  let lastKey = '';
  const nothing = () => undefined;
  const show = (progress: Progress) => {
    const key = `${progress.phase} ${Math.floor(10 * (progressShare01(progress) ?? 0))}`;
    if (key !== lastKey) write(`${describeProgress(progress, ENGLISH)}\n`);
    lastKey = key;
  };
  return { isFleeting: false, show, end: nothing, hide: nothing, redraw: nothing };
}
