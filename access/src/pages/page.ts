import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The frame of a page of this room. */
export const page = (title: string, body: Html, head: Html | '' = '') => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Belfry</title>
    <link rel="icon" href="/favicon.svg">
    <link rel="stylesheet" href="/access.css">
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>`;
