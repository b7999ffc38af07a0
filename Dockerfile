# docker build -t spillway .
# docker run -p 8514:8514 -e SPILLWAY_CREDENTIALS=user:password -e SLACK_WEBHOOK_URL=https://hooks.slack.com/services/... \
#            -v spillway:/var/lib/spillway --stop-timeout 35 spillway
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# The libraries first: they change less often than the code.
COPY pom.xml ./
COPY codec/pom.xml codec/
COPY server/pom.xml server/
RUN mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true dependency:go-offline || true
COPY codec/src/main codec/src/main
COPY server/src/main server/src/main
COPY config config
RUN mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && mkdir -p /out/lib \
 && cp server/target/spillway-server-*.jar server/target/lib/*.jar /out/lib/

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/spillway --shell /usr/sbin/nologin spillway \
 && install -d -o spillway -g spillway -m 700 /var/lib/spillway
COPY --from=build /out/lib /opt/spillway/lib
COPY scripts/spillway /opt/spillway/bin/spillway
COPY config/spillway.yml /etc/spillway/spillway.yml
# Starts faster with a class data archive, and works without one.
RUN /opt/spillway/bin/spillway --archive || true
USER spillway
WORKDIR /var/lib/spillway
VOLUME /var/lib/spillway
EXPOSE 8514
# Without curl: bash speaks HTTP well enough for a status line.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8515 && printf 'GET /health/live HTTP/1.1\\r\\nHost: 127.0.0.1:8515\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["/opt/spillway/bin/spillway"]
CMD ["serve", "--config", "/etc/spillway/spillway.yml"]
