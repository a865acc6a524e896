# The policy service. From the repository's root:
#   docker build -f packaging/containers/policy.Dockerfile -t aidesk-policy .
# It needs AIDESK_JWT_ISSUER, AIDESK_JWT_AUDIENCE, AIDESK_JWKS, AIDESK_KEYS_FILE, AIDESK_REDIS (or AIDESK_SINGLE_REPLICA=true), and policies at /etc/aidesk/policies: docs/install.md.

# Compiles for the image's processor on the builder's own.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props analyzers.globalconfig ./
COPY protos/ protos/
COPY policies/ policies/
COPY src/ src/
COPY packaging/publish.sh packaging/publish.sh
RUN ["bash", "-c", "packaging/publish.sh linux-${TARGETARCH/amd64/x64} /out && mkdir /state"]

# No shell, no package manager; with ICU, without which text is not folded.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled-extra
COPY --from=build /out/ /app/
COPY --from=build --chown=1654:1654 /state/ /var/lib/aidesk/
ENV AIDESK_ENVIRONMENT=Production \
    AIDESK_GRPC_ADDRESS=0.0.0.0:7070 \
    AIDESK_HTTP_ADDRESS=0.0.0.0:7071 \
    AIDESK_STATE_DIR=/var/lib/aidesk \
    AIDESK_POLICY_DIR=/etc/aidesk/policies \
    AIDESK_LOG_FORMAT=json \
    DOTNET_EnableDiagnostics=0
# Everything else may be read-only, /tmp too.
VOLUME ["/var/lib/aidesk"]
EXPOSE 7070 7071
USER 1654:1654
WORKDIR /app
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["dotnet", "/app/aidesk.dll", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/aidesk.dll"]
CMD ["up", "--no-demo"]
