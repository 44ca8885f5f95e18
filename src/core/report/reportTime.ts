/** An ISO 8601 time to the minute, the same wherever it is read; a text that is none stays as it is. */
export function reportTime(time: string): string {
  const [, date, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/u.exec(time) ?? [];
  return date === undefined || minute === undefined ? time : `${date} ${minute} UTC`;
}
