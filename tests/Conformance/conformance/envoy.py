"""Envoy's two services, asked by plain grpcio: the cases in `envoy/`, and whatever RPC of ours they need besides."""

from __future__ import annotations

from typing import Any

import grpc
from google.protobuf import json_format

from envoy.service.auth.v3 import external_auth_pb2
from envoy.service.ratelimit.v3 import rls_pb2

from .bare import DEADLINE_SECONDS, BareCaller, error_of
from .running import CaseRun

# Path, request and answer of each RPC.
RPCS = {
    "ShouldRateLimit": ("/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit", rls_pb2.RateLimitRequest, rls_pb2.RateLimitResponse),
    "Check": ("/envoy.service.auth.v3.Authorization/Check", external_auth_pb2.CheckRequest, external_auth_pb2.CheckResponse),
}


class EnvoyCaller(BareCaller):
    name = "Envoy's services"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._proxy = grpc.insecure_channel(address)

    def ask(self, rpc: str, request: Any, token: str | None) -> dict[str, Any]:
        path, _, answer = RPCS[rpc]
        method = self._proxy.unary_unary(path, request_serializer=lambda message: message.SerializeToString(), response_deserializer=answer.FromString)
        metadata = [] if token is None else [("authorization", "Bearer " + token)]
        try:
            return {"response": json_format.MessageToDict(method(request, metadata=metadata, timeout=DEADLINE_SECONDS), preserving_proto_field_name=True)}
        except grpc.RpcError as error:
            return {"error": error_of(error)}

    def close(self) -> None:
        self._proxy.close()
        super().close()


class EnvoyRun(CaseRun):
    """A step of Envoy's, or one of ours."""

    def _call(self, step: dict[str, Any]) -> dict[str, Any]:
        if step["rpc"] not in RPCS:
            return super()._call(step)
        wish = step.get("token", {})
        token = None if wish is None else self._issuer.token(self._tenant, wish)
        request = json_format.ParseDict(self.scope.fill(step["request"]), RPCS[step["rpc"]][1]())
        return self._caller.ask(step["rpc"], request, token)
