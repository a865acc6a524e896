using Grpc.Core;

namespace AiDesk.Tests.Contracts;

/// <summary>
/// What the layer offers in the official namespaces is exactly the committed list of official signatures: nothing that is missing there,
/// nothing that would be missing after the switch to the packages.
/// </summary>
public sealed class PublicSignatureTests
{
    private static readonly string[] Generated = ["Google.Rpc", "Grpc.Health.V1", "Grpc.Reflection.V1", "Grpc.Reflection.V1Alpha"];

    [Fact]
    public void PublicTypes_OfTheLayer_AreTheCommittedOfficialSignatures()
    {
        var ours = typeof(ServerCallContext).Assembly.GetExportedTypes()
            .Where(type => !Generated.Contains(type.Namespace) && type.Namespace != "AiDesk.Transport")
            .SelectMany(PublicSignatures.Of)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var official = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Contracts", "OfficialSignatures.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToArray();

        ours.Except(official, StringComparer.Ordinal).ShouldBeEmpty("the layer offers what the packages do not");
        official.Except(ours, StringComparer.Ordinal).ShouldBeEmpty("the layer lacks what the list promises");
    }
}
