# One recipe, a target for each stage: docker build --target processor .
# Node 20 is what the tests run on; kafkajs warns of negative timeouts from 22 on.
FROM node:20-bookworm-slim AS manifests
WORKDIR /belfry
COPY package.json package-lock.json .npmrc ./
COPY ingest/package.json ingest/
COPY processor/package.json processor/
COPY dashboard/package.json dashboard/
COPY sql/package.json sql/
COPY access/package.json access/
COPY cli/package.json cli/
COPY test/package.json test/

# The page is the only thing that is built (docs/adr/0006).
FROM manifests AS wall
# Not `npm ci`: see cli/bin/prepare.mjs.
RUN npm install --no-save --ignore-scripts
COPY . .
RUN npm run build --workspace @belfry/dashboard

# The embedded ClickHouse engine (half a gigabyte) stays out: here the tables are on a server.
FROM manifests AS packages
RUN npm install --no-save --ignore-scripts --omit=dev && rm -rf node_modules/@chdb

FROM node:20-bookworm-slim AS stage
ENV NODE_ENV=production
WORKDIR /belfry
COPY --from=packages /belfry/node_modules node_modules
COPY package.json tsconfig.base.json LICENSE ./
COPY ingest ingest
COPY processor processor
COPY sql sql
COPY access access
COPY dashboard/package.json dashboard/
COPY dashboard/src/contract dashboard/src/contract
# tsx keeps what it transformed here.
ENV TMPDIR=/tmp
USER node

FROM stage AS ingest
EXPOSE 4100
CMD ["node", "--import", "tsx", "ingest/src/main.ts"]

FROM stage AS processor
# What an event brings about lives until the next commit. With Node's own 16 MB for what is young the collector carries it
# along several times: an event cost about a tenth more CPU.
ENV NODE_OPTIONS=--max-semi-space-size=64
CMD ["node", "--import", "tsx", "processor/src/main.ts"]

FROM stage AS dashboard
COPY dashboard dashboard
COPY --from=wall /belfry/dashboard/dist dashboard/dist
EXPOSE 4100
CMD ["node", "--import", "tsx", "dashboard/src/main.ts"]
