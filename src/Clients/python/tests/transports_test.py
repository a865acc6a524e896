"""The real service over TCP, TLS, TLS with client certificates and a Unix socket, by both clients."""

import asyncio
import subprocess
import tempfile
import unittest
from pathlib import Path

from aidesk import AsyncPolicyClient, PolicyClient, PolicyUnavailable, Tls
from aidesk.policy.v1 import decision_pb2
from live_service import LiveService
from requests_of_tests import message


def certificates(folder):
    """An authority, a certificate of the service for localhost, one of a client, and an authority that signed neither."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    for authority in ("ca", "stranger"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", f"{authority}.key", "-out", f"{authority}.pem", "-subj", f"/CN={authority}")
    Path(folder, "san").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    for name in ("service", "client"):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "san", "-out", f"{name}.pem")


class TransportsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        certificates(cls.folder.name)

    def file(self, name):
        return str(Path(self.folder.name, name))

    def serve(self, *options, **settings):
        service = LiveService(*options, **settings)
        self.addCleanup(service.close)
        return service

    def ask(self, transport, address, token, tls=None):
        with PolicyClient(address, token, tls=tls, timeout=20) as client:
            self.assertEqual(client.check_input(message()).decision.verdict, decision_pb2.VERDICT_ALLOW)

        async def ask():
            async with AsyncPolicyClient(address, token, tls=tls, timeout=20) as client:
                return await client.check_input(message())

        self.assertEqual(asyncio.run(ask()).decision.verdict, decision_pb2.VERDICT_ALLOW)
        print(f"\n| python | {transport} | passed |", flush=True)

    def test_tcp_is_asked(self):
        service = self.serve()
        self.ask("TCP", service.address, service.token())

    def test_unix_socket_is_asked(self):
        service = self.serve(grpc="unix:FOLDER/policy.sock")
        self.ask("Unix socket", f"unix:{service.folder}/policy.sock", service.token())

    def test_tls_is_asked_and_another_authority_is_not_trusted(self):
        service = self.serve("--tls-certificate", self.file("service.pem"), "--tls-key", self.file("service.key"))
        address = service.address.replace("127.0.0.1", "localhost")
        self.assertTrue(address.startswith("https://"), address)
        self.ask("TLS", address, service.token(), Tls(ca=self.file("ca.pem")))
        with PolicyClient(address, service.token(), tls=Tls(ca=self.file("stranger.pem")), timeout=5) as client:
            with self.assertRaises(PolicyUnavailable):
                client.check_input(message())

    def test_tls_with_client_certificates_is_asked_and_refuses_who_has_none(self):
        service = self.serve(
            "--tls-certificate", self.file("service.pem"), "--tls-key", self.file("service.key"), "--tls-client-ca", self.file("ca.pem")
        )
        ours = Tls(ca=self.file("ca.pem"), certificate=self.file("client.pem"), key=self.file("client.key"), server_name="localhost")
        self.ask("mTLS", service.address, service.token(), ours)
        with PolicyClient(service.address, service.token(), tls=Tls(ca=self.file("ca.pem")), timeout=5) as client:
            with self.assertRaises(PolicyUnavailable):
                client.check_input(message())
