// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import * as z from 'zod';
import { closed, text } from '../../../domain/policy/schema/closed.ts';

/** The shape of a hook in YAML. Which keys go with which kind of receiver is said by `read/read-hook.ts`. */

const variable = text('a variable such as `${OPS_SECRET}`');
const secret = variable.meta({ description: 'From the environment, as `${NAME}`: secrets do not stand in files.' });

export const hook = closed('a hook', {
  webhook: text('the url of the receiver, such as `https://example.org/belfry`')
    .optional()
    .meta({ description: 'By Standard Webhooks: the receiver’s url, or a variable. Needs `secret`.' }),
  slack: secret.optional().meta({ description: 'The url of an incoming webhook, as `${NAME}`.' }),
  teams: secret.optional().meta({ description: 'The url of a workflow, as `${NAME}`.' }),
  pagerduty: secret.optional().meta({ description: 'The integration key of Events API v2, as `${NAME}`.' }),
  email: z
    .union([text('an address'), z.array(text('an address')).min(1)], 'an address, or a list of them')
    .optional()
    .meta({ description: 'Who gets the mails. Needs `from` and `smtp`.' }),
  secret: secret.optional(),
  secrets: z
    .union([secret, z.array(secret).min(1)], 'a list of variables such as `[${NEW_SECRET}, ${OLD_SECRET}]`')
    .optional()
    .meta({ description: 'Instead of `secret` while a receiver changes over: each of them signs.' }),
  'signing secret': secret
    .optional()
    .meta({ description: 'Of a Slack app: proves that a press of a button comes from Slack. Without it, no buttons.' }),
  'webhook secret': secret
    .optional()
    .meta({ description: 'Of PagerDuty: proves that an acknowledgement comes from there. Without it, none is taken.' }),
  url: text('a url such as `https://events.eu.pagerduty.com/v2/enqueue`')
    .optional()
    .meta({ description: 'Of PagerDuty’s Events API, if it is not https://events.pagerduty.com/v2/enqueue.' }),
  from: text('an address').optional(),
  smtp: text('a variable such as `${SMTP_URL}`').optional().meta({ description: 'smtp:// or smtps://, as `${NAME}`.' }),
  language: z.enum(['en', 'ar', 'pl'], '`en`, `ar` or `pl`').optional().meta({ description: '`en` if missing.' }),
  zone: text('an IANA time zone such as `Europe/Prague`')
    .optional()
    .meta({ description: 'Whose times its texts show. `UTC` if missing.' }),
  limit: text('a limit such as `20 a minute`')
    .optional()
    .meta({ description: 'What is beyond it waits and goes together. `60 a minute` if missing.' }),
  fallback: text('the name of another hook')
    .optional()
    .meta({ description: 'Which hook is told as well once this one has failed for 2 minutes.' }),
  'allow private': z
    .boolean('`true` or `false`')
    .optional()
    .meta({ description: 'Whether its address may be on this machine or in a private network. `false` if missing.' }),
});

export type HookEntry = z.infer<typeof hook>;
