import type { IntakeErrorCode, RefusalCode } from './verdict.ts';

/** What each code of intake means, for the published documents. A code without a line here does not compile. */

export const REFUSAL_MEANINGS: Readonly<Record<RefusalCode, string>> = {
  NOT_JSON: 'The text cannot be read as JSON in UTF-8.',
  NOT_AN_EVENT: 'It is JSON, but no object.',
  TOO_LARGE: 'The event is larger than one event may be.',
  TOO_DEEP: 'The event is nested deeper than an event may be.',
  MISSING: 'A field that its type needs is not there.',
  WRONG_TYPE: 'A field holds another kind of value (null too: leave such a field out).',
  WRONG_VALUE: 'A field holds a value that is not one of the allowed ones.',
  TIME_WITHOUT_ZONE: 'A time names no zone, and so means another instant in every country.',
  TIME_UNREADABLE: 'A time is not ISO 8601, or is a placeholder.',
  SUBJECT_FORM: 'The subject does not have the form that its type needs.',
  UNSUPPORTED: 'The event carries binary data.',
  OTHER_SOURCE: 'The token with which it was sent is bound to another source.',
  OTHER_SCOPE: 'People say this and the token is of a program, or the other way about.',
};

export const ERROR_MEANINGS: Readonly<Record<IntakeErrorCode, string>> = {
  BODY_UNREADABLE: 'The body is no JSON array although it begins as one, or is sent as one.',
  BODY_TOO_LARGE: 'The body is larger than a request may be: send fewer events in one request.',
  TOO_MANY_EVENTS: 'One request holds more events than it may: send them in several.',
  MEDIA_TYPE: 'The content type, charset or encoding is none that intake reads.',
  LOG_SLOW: 'Too much is under way: wait for Retry-After seconds and send the same request again.',
  LOG_UNAVAILABLE: 'The log did not take everything; some of it may be there. Send the same request again.',
  CLOSING: 'This intake is stopping. Send the same request again; another one answers.',
  INTERNAL: 'An error of Belfry, which has been reported.',
};
