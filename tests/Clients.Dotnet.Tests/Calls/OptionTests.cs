namespace AiDesk.Client.Tests.Calls;

/// <summary>Options that cannot be right, and what is said about them.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("ftp://localhost:1", "must be host:port")]
    [InlineData("http://localhost:1/path", "must be host:port")]
    [InlineData("localhost:70000", "must be host:port")]
    [InlineData("http://", "must be host:port")]
    [InlineData("", "must be host:port")]
    [InlineData("unix:", "has no path")]
    public void Client_AddressThatIsNone_NamesTheForms(string address, string says)
        => Should.Throw<ArgumentException>(() => new PolicyClient(new PolicyClientOptions { Address = address })).Message.ShouldContain(says);

    [Theory]
    [InlineData("localhost:7070")]
    [InlineData("localhost")]
    [InlineData("http://[::1]:7070/")]
    [InlineData("https://policy.example")]
    [InlineData("unix:/run/policy.sock")]
    [InlineData("unix:///run/policy.sock")]
    public void Client_Address_IsTaken(string address) => new PolicyClient(new PolicyClientOptions { Address = address, Token = "t" }).Dispose();

    [Fact]
    public void Client_OtherOptions_AreHeldToTheirRanges()
    {
        Refused(new PolicyClientOptions { Deadline = TimeSpan.Zero }, "from 1 ms to 10 minutes");
        Refused(new PolicyClientOptions { Deadline = TimeSpan.FromHours(1) }, "from 1 ms to 10 minutes");
        Refused(new PolicyClientOptions { Attempts = 0 }, "from 1 to 10");
        Refused(new PolicyClientOptions { Attempts = 11 }, "from 1 to 10");
        Refused(new PolicyClientOptions { Token = "a\n" }, "without the end of its line");
        Refused(new PolicyClientOptions { Token = "a", TokenProvider = (_, _) => new("b") }, "exclude each other");
        Refused(new PolicyClientOptions { Address = "http://localhost:1", Tls = new TlsSettings() }, "write https://host:port");
        Refused(new PolicyClientOptions { Address = "unix:/run/policy.sock", Tls = new TlsSettings() }, "write https://host:port");
        Should.Throw<ArgumentException>(() => TlsSettings.FromPemFiles(certificate: "client.pem")).Message.ShouldContain("go together");
    }

    private static void Refused(PolicyClientOptions options, string says)
        => Should.Throw<ArgumentException>(() => new PolicyClient(options)).Message.ShouldContain(says);
}
