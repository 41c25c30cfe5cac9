import { describe, expect, it } from 'vitest';
import { checkTopic, type TopicState } from './topics.ts';

const BROKERS = ['k1:9092', 'k2:9092'];
const right: TopicState = {
  topic: 'belfry.events',
  partitions: 16,
  config: { 'message.timestamp.type': 'LogAppendTime', 'cleanup.policy': 'delete', 'retention.ms': '604800000' },
};
const messageOf = (state: TopicState, partitions = 16): string => {
  try {
    checkTopic(state, partitions, BROKERS);
  } catch (error) {
    expect(error).toMatchObject({ name: 'LogError', code: 'LOG_WRONG_TOPIC', retriable: false });
    return (error as Error).message;
  }
  throw new Error('the topic was taken');
};

describe('checkTopic', () => {
  it('takes a topic as Belfry makes it', () => {
    expect(() => checkTopic(right, 16, BROKERS)).not.toThrow();
  });

  it("refuses times of the producer, and gives the command that sets the log's", () => {
    expect(messageOf({ ...right, config: { ...right.config, 'message.timestamp.type': 'CreateTime' } })).toBe(
      'topic belfry.events has message.timestamp.type=CreateTime instead of LogAppendTime. Mend it with: ' +
        'kafka-configs.sh --bootstrap-server k1:9092,k2:9092 --alter --entity-type topics --entity-name belfry.events ' +
        '--add-config message.timestamp.type=LogAppendTime',
    );
  });

  it('refuses compaction, also beside deletion, and mends all in one command', () => {
    const config = { 'message.timestamp.type': 'CreateTime', 'cleanup.policy': 'compact,delete' };
    expect(messageOf({ ...right, config })).toMatch(
      /--add-config message\.timestamp\.type=LogAppendTime,cleanup\.policy=delete$/,
    );
  });

  it('refuses another number of partitions, and says what can be done', () => {
    const message = messageOf({ ...right, partitions: 12 });
    expect(message).toContain('has 12 partitions and was asked to have 16');
    expect(message).toContain('start with 12');
    expect(message).toContain('BELFRY_PREFIX=');
    expect(message).toContain('kafka-topics.sh --bootstrap-server k1:9092,k2:9092 --delete --topic belfry.events');
  });
});
