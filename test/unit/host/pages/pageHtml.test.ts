import assert from 'node:assert/strict';
import { pageHtml } from '../../../../src/host/pages/pageHtml';

const OPTIONS = {
  scriptUri: 'https://host/gallery.js',
  styleUri: 'https://host/gallery.css',
  cspSource: "'self' https://*.example.test",
  language: 'de',
  title: 'Label Review: cats & <dogs>',
  state: { datasetRoot: `/data/it's "my" <folder>` },
};

describe('pageHtml', () => {
  it('allows one script by nonce, styles and images from the webview, and nothing else', () => {
    const html = pageHtml(OPTIONS);
    const nonce = /<script type="module" nonce="([^"]+)"/.exec(html)?.[1];
    assert.ok(nonce !== undefined && Buffer.from(nonce, 'base64').length === 16);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${OPTIONS.cspSource}; ` +
        `img-src ${OPTIONS.cspSource}; font-src ${OPTIONS.cspSource}`,
    );
    assert.doesNotMatch(html, / on\w+=|<style|javascript:/);
  });

  it('is marked with its language', () => {
    assert.match(pageHtml(OPTIONS), /<html lang="de">/);
  });

  it('never repeats a nonce', () => {
    const nonces = Array.from({ length: 20 }, () => /nonce="([^"]+)"/.exec(pageHtml(OPTIONS))?.[1]);
    assert.equal(new Set(nonces).size, 20);
  });

  it('carries names as data, never as markup', () => {
    const html = pageHtml(OPTIONS);
    assert.match(html, /<title>Label Review: cats &amp; &lt;dogs&gt;<\/title>/);
    assert.match(
      html,
      /data-state="{&quot;datasetRoot&quot;:&quot;\/data\/it&#39;s \\&quot;my\\&quot; &lt;folder&gt;&quot;}"/,
    );
  });
});
