using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Documents that come with the call.</summary>
internal static class PushedListing
{
    private const int CountLimit = 1000;
    private const int SizeLimit = 4 * 1024 * 1024;

    /// <summary>Throws FIELD_INVALID for the first that is wrong.</summary>
    public static Listing Read(ResyncSourceRequest request)
    {
        if (request.Documents.Count > CountLimit)
        {
            throw DeskException.Invalid("documents", "are more than 1,000");
        }

        if (request.Documents.Sum(document => (long)System.Text.Encoding.UTF8.GetByteCount(document.Text)) > SizeLimit)
        {
            throw DeskException.Invalid("documents", "are longer than 4 MiB in all");
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<ListedDocument>();
        for (var place = 0; place < request.Documents.Count; place++)
        {
            found.Add(Check(request.Documents[place], $"documents[{place}]", paths));
        }

        return new Listing(found, request.Complete, []);
    }

    private static ListedDocument Check(PushedDocument document, string field, HashSet<string> paths)
    {
        if (!ListedDocument.IsPath(document.Path))
        {
            throw DeskException.Invalid(field + ".path", "is not 1 to 512 bytes without control characters");
        }

        if (!paths.Add(document.Path))
        {
            throw DeskException.Invalid(field + ".path", "stands twice");
        }

        if (DocumentReader.IsTooLong(document.Text))
        {
            throw DeskException.Invalid(field + ".text", "is longer than 1 MiB");
        }

        if (!Enum.IsDefined(document.Format))
        {
            throw DeskException.Invalid(field + ".format", "is unknown");
        }

        var format = document.Format == DocumentFormat.Unspecified ? DocumentReader.FormatOf(document.Path) : document.Format;
        return new ListedDocument(document.Path, _ => Task.FromResult(new RawDocument(document.Text, format)));
    }
}
