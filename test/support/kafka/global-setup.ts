import { shareKafka } from '../kafka-broker.ts';

/** Named in vitest.config.ts by the kinds of tests that want Kafka: one broker for all their files. */
export default shareKafka;
