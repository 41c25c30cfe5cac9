import { html } from 'hono/html';
import { ERROR_MEANINGS, REFUSAL_MEANINGS } from '../../contract/codes.ts';
import type { Limits } from '../../domain/limits.ts';
import { ACCEPTED_TYPES } from './media-type.ts';
import { typeFields } from './type-fields.ts';

const EXAMPLE = `curl -X POST http://127.0.0.1:4100/events -H 'content-type: application/cloudevents+json' -d '{
  "specversion": "1.0", "id": "8812-opened", "source": "shop", "type": "order.opened",
  "subject": "order/8812", "time": "2026-11-23T17:00:00+01:00",
  "data": { "partner": "p17", "salesChannel": "demo" } }'`;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#16202b;background:#fff}
h1,h2{line-height:1.2}code,pre{font:14px/1.5 ui-monospace,monospace}pre{background:#f2f5f8;padding:1rem;overflow:auto}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #d5dde5}
@media (prefers-color-scheme:dark){body{color:#dfe7ee;background:#0b0f14}pre{background:#16202b}td,th{border-color:#2b3947}a{color:#56b4e9}}`;

const meanings = (rows: Readonly<Record<string, string>>) =>
  Object.entries(rows).map(([code, meaning]) => html`<tr><td><code>${code}</code></td><td>${meaning}</td></tr>`);

const size = (bytes: number): string => (bytes < 1024 ** 2 ? `${bytes / 1024} KiB` : `${bytes / 1024 ** 2} MiB`);

/** A page for people who write a source. It needs no script, and nothing from elsewhere. */
export function docsPage(limits: Limits) {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sending events to Belfry</title><style>${STYLE}</style></head><body>
<h1>Sending events to Belfry</h1>
<p>An event is a <a href="https://cloudevents.io">CloudEvents 1.0</a> object. Its
<a href="/schemas/event.json">JSON Schema</a> and the <a href="/openapi.json">OpenAPI description</a> of this interface
are published here.</p>
<pre>${EXAMPLE}</pre>
<h2>Rules</h2>
<ul>
<li><code>time</code> is when it happened, with a zone. Late and unordered events are welcome: they are evidence.</li>
<li><code>id</code> is unique for its <code>source</code> and stays the same when the event is sent again. Duplicates change nothing.</li>
<li>A shipment's events have their order as <code>subject</code>; the parcel goes into <code>data.shipment</code>.</li>
<li>An order with several sellers is one subject per seller. Name them in <code>data.lines[].seller</code>, or in
<code>data.sellers</code> where the lines are missing or are only some, and Belfry splits the event
(<code>order/8812~p17</code>, id <code>&lt;id&gt;~p17</code>); or send the parts yourself.</li>
<li><code>importid</code> marks history. It is held until <code>import.finished</code> names it, and then counted without ringing.</li>
<li>A source that only knows states sends <code>order.snapshot</code> or <code>ticket.snapshot</code>; Belfry derives the events.
Equal snapshots change nothing. A status without a time of its own gets <code>asOf</code>, marked inferred; the first telling stands.
Send <code>statusSince</code> for a status that can come back.</li>
<li>Fields that are not named here are kept. A type that Belfry does not know is taken and quarantined, with a note that names the nearest known one.
<code>belfry.order.opened</code> is <code>order.opened</code>.</li>
<li>At most ${size(limits.eventBytes)} and ${limits.depth} levels an event, ${size(limits.bodyBytes)} and ${limits.eventsPerRequest} events a request.</li>
</ul>
<h2>Forms</h2>
<p>${ACCEPTED_TYPES} (one or an array), one event a line as NDJSON, or binary mode: attributes as <code>ce-</code> headers, data as the body.</p>
<h2>Answers</h2>
<table>
<tr><th>status</th><th>says</th></tr>
<tr><td>202</td><td>The log has every event: each is accepted or a duplicate.</td></tr>
<tr><td>207</td><td>Some are refused. The verdicts say which; the others are in the log.</td></tr>
<tr><td>400</td><td>All are refused, or the body cannot be taken apart. Sending it again does not help.</td></tr>
<tr><td>413</td><td>The request has too many bytes or events, or every event in it is too large.</td></tr>
<tr><td>415</td><td>The content type is none of the above.</td></tr>
<tr><td>429, 503</td><td>Wait for <code>Retry-After</code> seconds, then send the same request again with the same ids. Some of it may be in the log; it counts once.</td></tr>
</table>
<p>A verdict is <code>accepted</code>, <code>duplicate</code> (best effort: the processor judges exactly) or <code>refused</code> with
<code>code</code>, <code>path</code> and a <code>message</code> that says what to write instead.</p>
<h2>Why an event is refused</h2><table>${meanings(REFUSAL_MEANINGS)}</table>
<h2>Why a request is not taken</h2><table>${meanings(ERROR_MEANINGS)}</table>
<h2>Types</h2>
<p>Any of them may carry in <code>data</code>: partner, market, salesChannel, test, actor { kind, id }, timeQuality
(exact | date | inferred). Required fields are marked *.</p>
<table><tr><th>type</th><th>subject</th><th>data</th></tr>
${typeFields().map(
  ({ type, subjects, fields }) => html`<tr><td><code>${type}</code></td><td>${subjects.join(' ')}</td><td>${fields.map(
    ({ name, required, holds }) => html`<code>${name}${required ? '*' : ''}</code> ${holds}<br>`,
  )}</td></tr>
`,
)}</table>
</body></html>`;
}
