using AiDesk.Policy.Service.Policies;

namespace AiDesk.Policy.Service.Tests.Policies;

public sealed class PolicyFolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PolicyDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task StartAsync_NoPolicyLoads_ThrowsWithEveryError()
    {
        _directory.WriteTenant("acme", "localle: es");
        _directory.WriteTenant("other", "time_zone: x");
        using var watch = Watch(_directory.Folder, TimeSpan.FromHours(1));

        var refused = await Should.ThrowAsync<NoPolicyException>(() => watch.StartAsync(CancellationToken.None));

        refused.Message.ShouldContain("acme/policy.yaml:2:1: localle: is not a key here; did you mean locale?");
        refused.Message.ShouldContain("other/policy.yaml:2:12: time_zone: must be an IANA time zone");
    }

    [Fact]
    public async Task StartAsync_EmptyDirectory_ThrowsAndSaysWhatToDo()
    {
        using var watch = Watch(_directory.Folder, TimeSpan.FromHours(1));

        (await Should.ThrowAsync<NoPolicyException>(() => watch.StartAsync(CancellationToken.None))).Message.ShouldContain("holds no policy");
    }

    [Fact]
    public async Task ExecuteAsync_FileWritten_ReloadsByItself()
    {
        // No rescan within this test: what reloads is the file system's event.
        await ReloadsAsync(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task ExecuteAsync_FileWrittenWhereNoEventsCome_ReloadsAtTheNextRescan()
    {
        await ReloadsAsync(TimeSpan.FromMilliseconds(20));
    }

    private async Task ReloadsAsync(TimeSpan rescan)
    {
        _directory.WriteTenant("acme");
        var reloaded = new TaskCompletionSource<PolicyChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        var snapshots = new PolicySnapshots();
        var folder = new PolicyFolder(_directory.Root, snapshots, TimeProvider.System, change =>
        {
            if (change.Kind == PolicyChangeKind.Reloaded)
            {
                reloaded.TrySetResult(change);
            }
        });
        using var watch = Watch(folder, rescan);
        await watch.StartAsync(CancellationToken.None);
        try
        {
            _directory.WriteTenant("acme", "locale: es");

            (await reloaded.Task.WaitAsync(Patience)).State.Tenant.ShouldBe("acme");
            snapshots.For("acme")!.Language.ShouldBe(Text.Language.Es);
        }
        finally
        {
            await watch.StopAsync(CancellationToken.None);
        }
    }

    private PolicyFolderWatch Watch(PolicyFolder folder, TimeSpan rescan) => new(_directory.Root, folder, TimeProvider.System, TimeSpan.FromMilliseconds(20), rescan);
}
