FROM node:24-slim AS build
# where it lies in the end: the code that V8 made names its place
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production PEERTWIN_HOST=0.0.0.0 PEERTWIN_LOG_LEVEL=info
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/scenarios ./scenarios
COPY --from=build /app/schemas ./schemas
RUN ln -s /app/dist/cli.cjs /usr/local/bin/peertwin && chmod +x dist/cli.cjs && install -d -o 65532 -g 65532 /data
USER 65532:65532
EXPOSE 4580
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --retries=5 CMD ["peertwin", "healthcheck"]
ENTRYPOINT ["peertwin"]
CMD ["start"]
