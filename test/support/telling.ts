import { type Telling, tellingOf } from '../../processor/src/alerting/texts/telling.ts';
import type { Notification } from '../../processor/src/contract/notification.ts';
import type { HookLanguage } from '../../processor/src/contract/routing.ts';

/** For tests of what receivers are told, in Riyadh. */
export const tell = (notification: Notification, language: HookLanguage = 'en'): Telling =>
  tellingOf(notification, { language, zone: 'Asia/Riyadh' });
/** The first line in English, Polish and Arabic; the isolates of the last are written as ⟨ and ⟩, ‹ and › for numbers. */
export const first = (notification: Notification): string[] =>
  (['en', 'pl', 'ar'] as const).map((language) => visible(tell(notification, language).headline));
/** Isolates as signs that can be seen. */
export const visible = (text: string): string =>
  text.replace(/\u2068([^\u2069]*)\u2069/g, '⟨$1⟩').replace(/\u2066([^\u2069]*)\u2069/g, '‹$1›');
