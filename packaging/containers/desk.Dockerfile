# The desk, which asks a policy service that is elsewhere. From the repository's root:
#   docker build -f packaging/containers/desk.Dockerfile -t aidesk-desk .
# It needs AIDESK_POSTGRES, AIDESK_POSTGRES_PASSWORD_FILE, AIDESK_DESK_POLICY_ADDRESS, AIDESK_DESK_JWT_ISSUER, AIDESK_DESK_JWKS, AIDESK_KEYS_FILE: docs/install.md.

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
    AIDESK_DESK_HTTP_ADDRESS=0.0.0.0:7080 \
    AIDESK_DESK_GRPC_ADDRESS=0.0.0.0:7081 \
    AIDESK_STATE_DIR=/var/lib/aidesk \
    AIDESK_LOG_FORMAT=json \
    DOTNET_EnableDiagnostics=0
# Everything else may be read-only, /tmp too.
VOLUME ["/var/lib/aidesk"]
EXPOSE 7080 7081
USER 1654:1654
WORKDIR /app
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["dotnet", "/app/aidesk.dll", "health", "--desk"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/aidesk.dll"]
CMD ["desk"]
