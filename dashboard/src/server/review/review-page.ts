import { deskBar } from '@belfry/access';
import { html } from 'hono/html';
import type { ReviewAnswer } from '../../contract/review-api.ts';
import type { Refusal } from './period.ts';
import { reviewForm } from './review-form.ts';
import { explanations, figuresTable, levelsByGroupTable, levelsTable } from './review-tables.ts';

/** The URL's own words, whatever they are worth: the form shows what was asked. */
export type Said = Readonly<Record<string, string>>;

/** The page: a form whose state is the URL, and what it asks for, or why that cannot be answered. No script. */
export const reviewPage = (said: Said, answer: ReviewAnswer | Refusal) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Review${'refused' in answer ? '' : ` by ${answer.by}, ${said.from} to ${said.to}`} · Belfry</title>
    <link rel="icon" href="/favicon.svg">
    <link rel="stylesheet" href="/review.css">
  </head>
  <body>
    <header>
      ${deskBar('/review')}
      <h1>Review</h1>
      <p>What was promised in a period, what came of it, how long it took and how content customers were.</p>
    </header>
    <main>
      ${reviewForm(said)}
      ${'refused' in answer ? refusedNote(answer) : figures(said, answer)}
    </main>
  </body>
</html>`;

const refusedNote = ({ reason, remedy }: Refusal) => html`<p class="refused" role="alert">${reason} ${remedy}</p>`;

const figures = (said: Said, answer: ReviewAnswer) => html`
  <p class="said">
    <span>${period(answer)}</span>
    <a href="/api/review.csv?${new URLSearchParams(said).toString()}" download>CSV of this</a>
    <a href="/api/review?${new URLSearchParams(said).toString()}">JSON</a>
  </p>
  ${answer.by === 'level' ? '' : figuresTable(answer)}
  ${answer.by === 'level' ? levelsTable(answer) : levelsByGroupTable(answer)}
  ${explanations(answer)}
`;

function period({ from, to, tz, asOf }: ReviewAnswer): string {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: tz, dateStyle: 'medium', timeStyle: 'short' });
  const whole = `${local.format(from)} until before ${local.format(to)} (${tz})`;
  return asOf < to ? `${whole}; open clocks counted until now, ${local.format(asOf)}` : whole;
}
