import type { Delta } from '../contract/kpi.ts';
import { JsonWriter } from './json-writer.ts';

const COMMA = 0x2c;

/**
 * The value of one record of kind `deltas`, written as its deltas come: byte for byte what `encodeDeltas` makes of them,
 * which is a property test. Three events bring about five deltas; a list for each, made only to be written as a text that
 * is made only to be copied as bytes, cost more than judging the events did.
 */
export class DeltaText {
  partner = '';
  lane = 0;
  /** How many deltas it has. */
  count = 0;
  private readonly json = new JsonWriter();

  get bytes(): number {
    return this.json.length;
  }

  begin(partner: string, lane: number): void {
    const { json } = this;
    this.partner = partner;
    this.lane = lane;
    this.count = 0;
    json.begin();
    json.raw('{"partner":');
    json.text(partner);
    json.raw(',"lane":');
    json.int(lane);
    json.raw(',"deltas":[');
  }

  add({ offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, at, cause }: Delta): void {
    const { json } = this;
    if (this.count++ > 0) json.byte(COMMA);
    json.byte(0x5b);
    json.int(offset);
    json.byte(COMMA);
    json.text(subject);
    json.byte(COMMA);
    json.text(kpi);
    json.byte(COMMA);
    json.text(market);
    json.byte(COMMA);
    json.text(carrier);
    json.byte(COMMA);
    json.text(channel);
    json.byte(COMMA);
    json.int(bucket);
    json.byte(COMMA);
    json.int(num);
    json.byte(COMMA);
    json.int(den);
    json.byte(COMMA);
    json.byte(quiet ? 0x31 : 0x30);
    json.byte(COMMA);
    json.int(at);
    json.byte(COMMA);
    json.text(cause);
    json.byte(0x5d);
  }

  /** The whole value, in bytes of its own: this text is free for another one. */
  end(): Buffer {
    this.json.raw(']}');
    return Buffer.from(this.json.view());
  }
}
