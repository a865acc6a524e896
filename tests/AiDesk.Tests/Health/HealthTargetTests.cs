using AiDesk.CommandLine;
using AiDesk.CommandLine.Health;

namespace AiDesk.Tests.Health;

/// <summary>What `aidesk health` asks, by what it is told and by the environment.</summary>
public sealed class HealthTargetTests
{
    [Theory]
    [InlineData(null, false, "", "http://127.0.0.1:7071/readyz")]
    [InlineData(null, true, "", "http://127.0.0.1:7080/healthz/ready")]
    [InlineData(null, false, "AIDESK_HTTP_ADDRESS=0.0.0.0:9001", "http://127.0.0.1:9001/readyz")]
    [InlineData(null, false, "AIDESK_HTTP_ADDRESS=[::]:9001", "http://[::1]:9001/readyz")]
    [InlineData(null, false, "AIDESK_HTTP_ADDRESS=10.0.0.4:9001", "http://10.0.0.4:9001/readyz")]
    [InlineData(null, false, "AIDESK_TLS_CERTIFICATE=/run/tls.crt", "https://127.0.0.1:7071/readyz")]
    [InlineData(null, true, "AIDESK_DESK_HTTP_ADDRESS=unix:/run/desk.sock", "unix:/run/desk.sock")]
    [InlineData(null, true, "AIDESK_HTTP_ADDRESS=0.0.0.0:9001", "http://127.0.0.1:7080/healthz/ready")]
    [InlineData("http://127.0.0.1:1", false, "", "http://127.0.0.1:1/readyz")]
    [InlineData("http://127.0.0.1:1/", true, "", "http://127.0.0.1:1/healthz/ready")]
    [InlineData("https://policy.example/healthz/live", false, "", "https://policy.example/healthz/live")]
    [InlineData("unix:/run/a.sock", false, "AIDESK_HTTP_ADDRESS=0.0.0.0:9001", "unix:/run/a.sock")]
    public void Of_ArgumentAndEnvironment_IsThisAddress(string? given, bool isDesk, string setting, string expected) =>
        HealthTarget.Of(given, isDesk, Environment(setting)).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("nonsense", "")]
    [InlineData("ftp://127.0.0.1/", "")]
    [InlineData("unix:", "")]
    [InlineData(null, "AIDESK_HTTP_ADDRESS=nonsense")]
    [InlineData(null, "AIDESK_HTTP_ADDRESS=127.0.0.1:0")]
    public void Of_WhatCannotBeAsked_IsUsage(string? given, string setting) =>
        Should.Throw<CommandFailure>(() => HealthTarget.Of(given, isDesk: false, Environment(setting))).Status.ShouldBe(ExitStatus.Usage);

    private static Func<string, string?> Environment(string setting) => name => setting.StartsWith(name + "=", StringComparison.Ordinal) ? setting[(name.Length + 1)..] : null;
}
