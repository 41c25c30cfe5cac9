export { describeRoute } from '../domain/routing/describe-route.ts';
