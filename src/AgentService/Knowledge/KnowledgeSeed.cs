using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;

namespace AiDesk.Agent.Knowledge;

/// <summary>The knowledge of the demo tenants, which ships with the program: one pushed source each. Seeding again changes nothing.</summary>
internal sealed class KnowledgeSeed(KnowledgeSources sources, KnowledgeSync sync)
{
    public const string SourceId = "help-centre";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Demo", "knowledge");

    /// <summary>Which tenants have some.</summary>
    public static IReadOnlyList<string> Tenants =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)] : [];

    /// <summary>Null for a tenant that has none.</summary>
    public async Task<SyncReport?> SeedAsync(string tenant, CancellationToken cancellationToken)
    {
        if (!Tenants.Contains(tenant, StringComparer.Ordinal))
        {
            return null;
        }

        var caller = new DeskCaller(tenant, "seed", "seed", PrincipalRoles.Admin, "", "");
        await sources.PutAsync(
            caller, new PutSourceRequest { Source = new Source { SourceId = SourceId, Name = "Help centre", Kind = SourceKind.Pushed } }, cancellationToken).ConfigureAwait(false);
        var request = new ResyncSourceRequest { SourceId = SourceId, Complete = true, Force = true };
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, tenant), "*.md").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            request.Documents.Add(new PushedDocument { Path = Path.GetFileName(file), Text = DocumentReader.Decode(bytes), Format = DocumentFormat.Markdown });
        }

        return (await sync.ResyncAsync(caller, request, cancellationToken).ConfigureAwait(false)).Report;
    }
}
