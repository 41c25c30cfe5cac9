/** For whoever has a hooks file and needs no running Belfry: the command reads, checks and tries it. */
export { parseHooksFile } from './alerting/hooks-file/parse-hooks-file.ts';
export { tellProblem } from './domain/policy/problem.ts';
export { readInstant } from './inquiry/instant.ts';
export { answerRoute } from './inquiry/route/answer-route.ts';
export { readSignal } from './inquiry/route/read-signal.ts';
export { routeInWords } from './inquiry/route/route-words.ts';
