import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ScriptError } from '../scriptError';
import { canInstallWithApt, installWithApt } from './apt';

/** Path of a Chromium or Chrome: named by `CHROMIUM_PATH`, found in a usual place, or installed where root may; else undefined. */
export async function ensureChromium(): Promise<string | undefined> {
  const found = findChromium();
  if (found !== undefined || !canInstallWithApt()) return found;
  await install();
  return findChromium();
}

function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new ScriptError(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  return [...usualPlaces(), chromium.executablePath()].find((candidate) => existsSync(candidate));
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  if (process.platform === 'win32')
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
    (name) => `/usr/bin/${name}`,
  );
}

/** The fonts are what the workbench's and the gallery's text is drawn with; without any, text has no size. */
async function install(): Promise<void> {
  console.log('Installing Chromium with apt-get for the browser tests; about a minute.');
  await installWithApt('Installing Chromium', ['chromium', 'fonts-dejavu-core', 'fonts-liberation']);
}
