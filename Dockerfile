FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production PEERTWIN_HOST=0.0.0.0 PEERTWIN_LOG_LEVEL=info
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY --from=build /src/scenarios ./scenarios
COPY --from=build /src/schemas ./schemas
RUN ln -s /app/dist/cli.js /usr/local/bin/peertwin && chmod +x dist/cli.js && install -d -o 65532 -g 65532 /data
USER 65532:65532
EXPOSE 4580
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --retries=5 CMD ["peertwin", "healthcheck"]
ENTRYPOINT ["peertwin"]
CMD ["start"]
