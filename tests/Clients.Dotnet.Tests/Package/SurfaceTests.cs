namespace AiDesk.Client.Tests.Package;

/// <summary>What an application sees of the package.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public void PublicTypes_AreTheClientsAndItsMessages()
        => typeof(PolicyClient).Assembly.GetExportedTypes().Select(type => type.Namespace).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["AiDesk.Client", "AiDesk.Policy.V1"]);
}
