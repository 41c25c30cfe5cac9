import { drilldown } from './drilldown.ts';

await drilldown(process.argv.slice(2));
