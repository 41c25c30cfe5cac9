import { io, type Socket } from 'socket.io-client';
import { type ServerToWall, unpackFrame, type WallToServer } from '../../contract/index.ts';
import { type Freshness, freshness } from './freshness.ts';
import { keepLinked } from './keep-linked.ts';
import { reloadForBuild } from './reload-for-build.ts';
import { eachSecond } from './seconds.ts';
import { ServerTime } from './server-time.ts';
import { applyFrame, applyHeartbeat, isStamp, type Received, receiveSnapshot, type WallState } from './wall-state.ts';

/** The wall's end of the link: what the server told last, whether it still speaks, and its time. */
export class WallLink {
  state = $state.raw<WallState | null>(null);
  linked = $state(false);
  /** Whether the server has refused this wall for good: its token is missing, revoked or expired. */
  signedOut = $state(false);
  /** How often in a row the server could not be reached, or did not let us in. */
  failures = $state(0);
  /** The server's time, ms UTC; moves on the full second. */
  now = $state(0);
  freshness = $state.raw<Freshness | null>(null);
  private readonly time = new ServerTime(() => performance.now());
  private readonly socket: Socket<ServerToWall, WallToServer>;
  private readonly build: string;

  /** @param build the entry script that this wall was loaded with. */
  constructor(build: string) {
    this.build = build;
    this.now = Date.now();
    this.socket = io({
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 250,
      reconnectionDelayMax: 2_000,
    });
    this.socket.on('connect', () => {
      this.failures = 0;
      this.look(true);
    });
    this.socket.on('disconnect', () => this.look(false));
    this.socket.on('connect_error', () => {
      this.failures += 1;
      this.look(false);
    });
    keepLinked(this.socket, () => {
      this.signedOut = true;
    });
    this.socket.on('snapshot', (message) => this.take(receiveSnapshot(this.state, message), message));
    this.socket.on('frame', (message) => {
      const frame = unpackFrame(message);
      this.take(applyFrame(this.state, frame), frame);
    });
    this.socket.on('heartbeat', (message) => this.take(applyHeartbeat(this.state, message), message));
    eachSecond(
      () => this.time.now(),
      () => this.look(this.linked),
    );
  }

  /** Forgets the picture, as one that is of no use, and asks for the whole of it. */
  drop(): void {
    this.state = null;
    this.freshness = null;
    this.socket.emit('resync');
  }

  private take({ state, resync }: Received, message: unknown): void {
    if (isStamp(message)) {
      if (state?.server !== this.state?.server) this.time.forget();
      this.time.told(message.now);
    }
    this.state = state;
    if (resync) this.socket.emit('resync');
    else this.look(true);
    if (state) reloadForBuild(this.build, state.build);
  }

  private look(linked: boolean): void {
    this.linked = linked;
    if (!this.state) return;
    const now = this.time.now();
    if (Math.floor(now / 1_000) !== Math.floor(this.now / 1_000)) this.now = now;
    const next = freshness(this.freshness, { now, asOf: this.state.asOf, linked });
    const shown = this.freshness;
    const moved = Math.floor(next.age / 1_000) !== Math.floor((shown?.age ?? -1) / 1_000);
    if (moved || next.level !== shown?.level || next.cause !== shown?.cause || next.was !== shown?.was)
      this.freshness = next;
  }
}
