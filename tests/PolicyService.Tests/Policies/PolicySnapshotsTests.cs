using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.Policy.Service.Tests.Policies;

public sealed class PolicySnapshotsTests
{
    [Fact]
    public void For_UnknownTenant_IsNull()
    {
        var snapshots = new PolicySnapshots();

        snapshots.For("acme").ShouldBeNull();
        snapshots.For("acme", "1").ShouldBeNull();
    }

    [Fact]
    public void Put_Versions_KeepsTheLastTwo()
    {
        var snapshots = new PolicySnapshots();

        snapshots.Put(Snapshot("1"));
        snapshots.Put(Snapshot("2"));
        snapshots.Put(Snapshot("3"));

        snapshots.For("acme")!.Version.ShouldBe("3");
        snapshots.For("acme", "3")!.Version.ShouldBe("3");
        snapshots.For("acme", "2")!.Version.ShouldBe("2");
        snapshots.For("acme", "1").ShouldBeNull();
    }

    [Fact]
    public void Put_SameVersionAgain_DoesNotPushOutThePrevious()
    {
        var snapshots = new PolicySnapshots();

        snapshots.Put(Snapshot("1"));
        snapshots.Put(Snapshot("2"));
        snapshots.Put(Snapshot("2"));

        snapshots.For("acme", "1")!.Version.ShouldBe("1");
    }

    [Fact]
    public void Remove_Tenant_LeavesOthers()
    {
        var snapshots = new PolicySnapshots();
        snapshots.Put(Snapshot("1"));
        snapshots.Put(Snapshot("1") with { Tenant = "other" });

        snapshots.Remove("acme").ShouldBeTrue();

        snapshots.For("acme").ShouldBeNull();
        snapshots.For("other").ShouldNotBeNull();
        snapshots.Count.ShouldBe(1);
    }

    private static PolicySnapshot Snapshot(string version) => new() { Tenant = "acme", Version = version };
}
