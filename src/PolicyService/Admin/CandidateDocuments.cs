using System.Text;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using Google.Protobuf.Collections;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>The documents of a request, within the limits of a policies directory: what a scan would not read is refused.</summary>
internal static class CandidateDocuments
{
    /// <summary>All of them together, in bytes: a request of 4 MiB holds them.</summary>
    public const int Bytes = 3 << 20;

    private const int PathLimit = 256;

    /// <summary>Texts by path from the policies directory down, with the bases.</summary>
    public static IReadOnlyDictionary<string, string> Read(string tenant, RepeatedField<Wire.PolicyDocument> documents, IReadOnlyDictionary<string, string> bases)
    {
        if (documents.Count == 0)
        {
            throw RpcErrors.Required("documents");
        }

        if (documents.Count > PolicyFolderLimits.Files)
        {
            throw RpcErrors.Invalid("documents", $"has {documents.Count} entries; the most is {PolicyFolderLimits.Files}");
        }

        var texts = new Dictionary<string, string>(bases, StringComparer.Ordinal);
        var total = 0L;
        for (var index = 0; index < documents.Count; index++)
        {
            total += Check(documents[index], $"documents[{index}]");
            if (!texts.TryAdd($"{tenant}/{documents[index].Path}", documents[index].Text))
            {
                throw RpcErrors.Invalid($"documents[{index}].path", "is there twice");
            }
        }

        if (total > Bytes)
        {
            throw RpcErrors.Invalid("documents", $"has {total} bytes; the most is {Bytes}");
        }

        return texts.ContainsKey($"{tenant}/{PolicySources.FileName}") ? texts : throw RpcErrors.Invalid("documents", $"has no {PolicySources.FileName}");
    }

    /// <summary>As a caller gave it: without the folder's name, which a caller never says.</summary>
    public static string ShownPath(string tenant, string path) => path.StartsWith(tenant + "/", StringComparison.Ordinal) ? path[(tenant.Length + 1)..] : path;

    private static long Check(Wire.PolicyDocument document, string field)
    {
        RequestRules.Required(document.Path, field + ".path", PathLimit);
        var parts = document.Path.Split('/');
        if (parts.Any(part => part.Length == 0 || part[0] == '.' || part.AsSpan().ContainsAny('\\', ':') || part.Any(char.IsControl)) || parts.Length > PolicyFolderLimits.Depth + 1
            || !(document.Path == PolicySources.FileName || Path.GetExtension(document.Path) is ".txt" or ".md"))
        {
            throw RpcErrors.Invalid(field + ".path", $"is neither {PolicySources.FileName} nor the path of a .txt or .md file, at most {PolicyFolderLimits.Depth} folders deep and without names that begin with a dot");
        }

        var bytes = Encoding.UTF8.GetByteCount(document.Text);
        return bytes <= PolicyFolderLimits.FileBytes ? bytes : throw RpcErrors.Invalid(field + ".text", $"has {bytes} bytes; the most is {PolicyFolderLimits.FileBytes}");
    }
}
