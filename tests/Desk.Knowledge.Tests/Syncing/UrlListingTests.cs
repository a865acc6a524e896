using System.Net;
using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class UrlListingTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Theory]
    [InlineData("http://127.0.0.1/", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("http://[::1]/", true)]
    [InlineData("https://kb.example/", true)]
    [InlineData("https://KB.EXAMPLE:8443/x", true)]
    [InlineData("http://2130706433/", true)] // 127.0.0.1 in decimal
    [InlineData("http://0x7f.1/", true)]
    [InlineData("http://kb.example.evil.test/", false)]
    [InlineData("http://evil.test/#kb.example", false)]
    [InlineData("http://evil.test\\@kb.example/", false)]
    [InlineData("http://user@kb.example/", false)]
    [InlineData("http://kb.example:pw@evil.test/", false)]
    [InlineData("http://127.0.0.1.evil.test/", false)]
    [InlineData("http://localhost.evil.test/", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://2852039166/", false)]
    [InlineData("http://0xa9fea9fe/", false)]
    [InlineData("http://[fe80::1]/", false)]
    [InlineData("http://[::ffff:10.0.0.1]/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("http://0.0.0.0/", false)]
    [InlineData("http://[::]/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://kb.example/", false)]
    [InlineData("gopher://127.0.0.1/", false)]
    [InlineData("/relative", false)]
    [InlineData("", false)]
    public async Task Put_Address_OnlyLoopbackAndNamedHosts(string address, bool isAllowed)
    {
        await using var desk = await fixture.CreateAsync(null, "kb.example");
        if (isAllowed)
        {
            (await desk.PutAsync(SourceKind.Url, address)).Location.ShouldBe(address);
        }
        else
        {
            (await Should.ThrowAsync<DeskException>(() => desk.PutAsync(SourceKind.Url, address))).Metadata["field"].ShouldBe("source.location");
        }
    }

    [Theory]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("::1", true, true)]
    [InlineData("::ffff:127.0.0.1", true, true)]
    [InlineData("10.0.0.1", false, true)]
    [InlineData("93.184.216.34", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("ff02::1", false, false)]
    public void MayReach_WhereANameLeads(string address, bool unnamed, bool named)
    {
        PageReader.MayReach(IPAddress.Parse(address), isNamed: false).ShouldBe(unnamed);
        PageReader.MayReach(IPAddress.Parse(address), isNamed: true).ShouldBe(named);
    }

    [Fact]
    public async Task Resync_ListOfPages_ReadsWhatMayBeRead()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var list = """
            {"complete": true, "pages": [{"path": "a.md", "url": "/pages/a"}, {"path": "b", "url": "pages/b"}, {"path": "c.txt", "text": "Text of c."}, {"path": "far", "url": "http://10.0.0.1/x"},
             {"path": "moved", "url": "/moved"}, {"path": "big", "url": "/big"}, {"path": "bytes", "url": "/bytes"}, {"path": "none"}, {"path": "user", "url": "http://me:pw@127.0.0.1/"}]}
            """;
        app.MapGet("/list", () => Results.Text(list, "application/json"));
        app.MapGet("/pages/a", () => "# Title of a\n\nText of a.");
        app.MapGet("/pages/b", () => Results.Text("<p>Text of b.</p>", "text/html"));
        app.MapGet("/moved", () => Results.Redirect("/pages/a"));
        app.MapGet("/big", () => new string('x', (1024 * 1024) + 1));
        app.MapGet("/bytes", () => Results.Bytes([0xC3, 0x28]));
        await app.StartAsync(CancellationToken.None);
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync(SourceKind.Url, app.Urls.First() + "/list");

        var report = await desk.ResyncAsync();

        report.Complete.ShouldBeTrue();
        report.Problems.ShouldBe([
            "far has an address that may not be read", "moved answered with 302", "big is too long", "bytes is not UTF-8", "none has an address that may not be read", "user has an address that may not be read",
        ]);
        (await desk.ChunksAsync()).Select(chunk => (chunk.Path, chunk.Text)).ShouldBe([("a.md", "Text of a."), ("b", "Text of b."), ("c.txt", "Text of c.")]);

        foreach (var broken in new[] { "{", "[]", "null", "{\"pages\": null}", "{\"pages\": [null]}", "{\"complete\": true, \"pages\": [{\"path\": \"\\ud800\", \"text\": \"x\"}]}", new string('[', 5000) })
        {
            list = broken;
            var failed = await desk.ResyncAsync(force: true);
            (failed.Complete, failed.DocumentsRemoved, failed.Problems.Count).ShouldBe((false, 0, 1), broken);
        }

        await app.StopAsync(CancellationToken.None);
        (await desk.ResyncAsync(force: true)).Problems.ShouldHaveSingleItem().ShouldEndWith("does not answer");
        (await desk.ChunksAsync()).Count(chunk => !chunk.IsArchived).ShouldBe(3);
    }
}
