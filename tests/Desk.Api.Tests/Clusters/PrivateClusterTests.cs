using System.Diagnostics;
using AiDesk.Postgres.Cluster;
using Npgsql;

namespace AiDesk.Desk.ApiTests.Clusters;

public sealed class PrivateClusterTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("aidesk-cluster-").FullName;

    public void Dispose()
    {
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task StartAsync_StoppedAndStartedAgain_KeepsWhatWasStored()
    {
        Open();
        await using (var first = await PrivateCluster.StartAsync(_state, CancellationToken.None))
        {
            await RunAsync(first.ConnectionString, "CREATE SCHEMA kept; CREATE TABLE kept.kept (n int); INSERT INTO kept.kept VALUES (7)");
        }

        await using var again = await PrivateCluster.StartAsync(_state, CancellationToken.None);
        (await RunAsync(again.ConnectionString, "SELECT n FROM kept.kept")).ShouldBe(7);
        (await PrivateCluster.FindAsync(_state)).ShouldBe(again.ConnectionString);
    }

    [Fact]
    public async Task StartAsync_OwnerOfTheDatabase_IsNoSuperuserAndBoundByRowSecurity()
    {
        Open();
        await using var cluster = await PrivateCluster.StartAsync(_state, CancellationToken.None);
        (await RunAsync(cluster.ConnectionString, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")).ShouldBe(false);
        (await RunAsync(cluster.ConnectionString, "SELECT current_setting('listen_addresses')")).ShouldBe("", "nobody reaches it but through its socket");
    }

    [Fact]
    public async Task StartAsync_ServerOutlivedItsStarter_TakesItOver()
    {
        Open();
        await using var left = await PrivateCluster.StartAsync(_state, CancellationToken.None);
        await using (var second = await PrivateCluster.StartAsync(_state, CancellationToken.None))
        {
            (await RunAsync(second.ConnectionString, "SELECT 1")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task StartAsync_DataOfAnotherVersion_SaysWhatToDo()
    {
        Open();
        string folder;
        await using (var cluster = await PrivateCluster.StartAsync(_state, CancellationToken.None))
        {
            folder = cluster.Folder;
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), "9\n");
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => PrivateCluster.StartAsync(_state, CancellationToken.None));
        refusal.Message.ShouldContain("pg_upgrade");
    }

    [Fact]
    public async Task StartAsync_FolderIsALinkOfSomebody_IsRefusedAndWhatLiesBehindKeepsItsOwner()
    {
        Open();
        var behind = Directory.CreateTempSubdirectory("aidesk-behind-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(behind, "theirs"), "theirs");
            Directory.CreateSymbolicLink(Path.Combine(_state, "postgres"), behind);
            var refusal = await Should.ThrowAsync<InvalidOperationException>(() => PrivateCluster.StartAsync(_state, CancellationToken.None));
            refusal.Message.ShouldContain("link");
            (await PrivateCluster.FindAsync(_state)).ShouldBeNull();
            Directory.GetFileSystemEntries(behind).ShouldHaveSingleItem();
            (await PostgresBinaries.TryRunAsync(new ProcessStartInfo("test", ["-O", behind]))).ShouldBeNull("its owner is who it was");
        }
        finally
        {
            Directory.Delete(behind, recursive: true);
        }
    }

    [Fact]
    public async Task FindAsync_NoCluster_IsNull() => (await PrivateCluster.FindAsync(_state)).ShouldBeNull();

    /// <summary>So that whoever the server runs as reaches it, and nothing stays behind elsewhere.</summary>
    private void Open() => File.SetUnixFileMode(_state, (UnixFileMode)0b111_101_101);

    private static async Task<object?> RunAsync(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }
}
