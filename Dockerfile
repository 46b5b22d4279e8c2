# syntax=docker/dockerfile:1
# Three images from one build: docker build --target service | reverse-sync | dms-local
# Any JDK 25 with jlink, and any base with the same C library, will do: --build-arg JDK_IMAGE=... BASE_IMAGE=...
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG BASE_IMAGE=debian:12-slim

FROM ${JDK_IMAGE} AS build
# PostgreSQL, which the AOT caches are trained with, does not run as root.
RUN useradd --uid 10001 --create-home build
USER build
WORKDIR /home/build/source
COPY --chown=10001:10001 . .
RUN --mount=type=cache,target=/home/build/.m2,uid=10001,gid=10001 \
    ./mvnw --batch-mode --no-transfer-progress --quiet -Pimages -pl local/stack -am package

FROM ${BASE_IMAGE} AS runtime
ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.vendor="TravelBuddy" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"
COPY --from=build /home/build/source/local/stack/target/images/java /opt/java
WORKDIR /app
USER 65532:65532
STOPSIGNAL SIGTERM

FROM runtime AS service
LABEL org.opencontainers.image.title="flightspecials-service" \
      org.opencontainers.image.description="Reads flight specials, updates their headers and publishes each update to Kafka"
COPY --from=build /home/build/source/local/stack/target/images/service /app
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/opt/java/bin/java", "-XX:AOTCache=/app/app.aot", "@/app/java.options", "-jar", "/app/flightspecials-service.jar", "health"]
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=/app/app.aot", "@/app/java.options", "-jar", "/app/flightspecials-service.jar"]

FROM runtime AS reverse-sync
LABEL org.opencontainers.image.title="reverse-sync" \
      org.opencontainers.image.description="Has AWS DMS carry the service's rows back to the monolith, and proves it"
COPY --from=build /home/build/source/local/stack/target/images/reverse-sync /app
EXPOSE 8090
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=/app/app.aot", "-Dorg.sqlite.lib.path=/app/native", "@/app/java.options", "-jar", "/app/reverse-sync.jar"]
CMD ["--help"]

FROM runtime AS dms-local
LABEL org.opencontainers.image.title="dms-local" \
      org.opencontainers.image.description="Serves the API of AWS DMS and replicates, for development and tests"
COPY --from=build /home/build/source/local/stack/target/images/dms-local /app
COPY --from=build /home/build/source/local/stack/target/images/state /var/lib
ENV DMS_LOCAL_ADDRESS=0.0.0.0 DMS_LOCAL_STATE=/var/lib/dms-local/state.db
VOLUME /var/lib/dms-local
EXPOSE 15566
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/opt/java/bin/java", "-XX:AOTCache=/app/app.aot", "-Dorg.sqlite.lib.path=/app/native", "@/app/java.options", "-jar", "/app/dms-local.jar", "health"]
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=/app/app.aot", "-Dorg.sqlite.lib.path=/app/native", "@/app/java.options", "-jar", "/app/dms-local.jar"]
