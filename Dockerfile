# Server, worker and pages in one image; compose.yaml starts each. Build: docker build -t fiducial .
FROM node:22-bookworm AS build
# What set-up makes native TensorFlow from: a compiler comes with the image, pip does not.
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/fiducial
ENV FIDUCIAL_CACHE=/opt/fiducial-cache TURBO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1
COPY . .
RUN npm run set-up && rm -rf .turbo web/.next/cache

FROM node:22-bookworm-slim
RUN useradd --system --uid 10001 --user-group --create-home fiducial \
  && mkdir -p /var/lib/fiducial/artifacts && chown -R fiducial:fiducial /var/lib/fiducial
COPY --from=build /opt/fiducial /opt/fiducial
COPY --from=build /opt/fiducial-cache /opt/fiducial-cache
WORKDIR /opt/fiducial
ENV NODE_ENV=production \
  NEXT_TELEMETRY_DISABLED=1 \
  FIDUCIAL_CACHE=/opt/fiducial-cache \
  FIDUCIAL_DATA=/var/lib/fiducial \
  FIDUCIAL_HOST=0.0.0.0
USER fiducial
VOLUME /var/lib/fiducial
EXPOSE 4600
# The process itself gets SIGTERM: workers keep checkpoints and give their runs back, which takes up to 30 s.
STOPSIGNAL SIGTERM
CMD ["node", "server/dist/supervisor.js", "--no-demo"]
