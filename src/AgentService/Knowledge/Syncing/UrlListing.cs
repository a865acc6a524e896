using System.Text.Json;
using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>
/// A page, or a JSON list of pages: <c>{"complete": true, "pages": [{"path": "returns.md", "url": "…"} or {"path": "…", "text": "…"}]}</c>. An address in a list is taken
/// relative to the list's own.
/// </summary>
internal sealed class UrlListing(PageReader pages)
{
    private const int PageLimit = 1000;
    private const int ListLimit = 4 * 1024 * 1024;

    /// <summary>Throws FIELD_INVALID for an address that may not be read.</summary>
    public Uri Check(string address, string field) =>
        pages.ProblemOf(address, out var uri) is { Length: > 0 } problem ? throw DeskException.Invalid(field, problem) : uri;

    /// <summary>The same.</summary>
    public async Task<Listing> ReadAsync(string location, CancellationToken cancellationToken)
    {
        var address = Check(location, "source.location");
        try
        {
            var first = await pages.ReadAsync(address, ListLimit, cancellationToken).ConfigureAwait(false);
            return first.ContentType == "application/json"
                ? ListOf(address, first.Bytes)
                : Listing.Of([new ListedDocument(address.AbsolutePath, _ => Task.FromResult(Document(address.AbsolutePath, first)))], isComplete: true);
        }
        catch (FormatException fault)
        {
            return Listing.Failed($"{location} {fault.Message}");
        }
    }

    private Listing ListOf(Uri list, byte[] json)
    {
        PageList? given;
        try
        {
            given = JsonSerializer.Deserialize<PageList>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            given = null;
        }

        if (given?.Pages is not { } entries || entries.Contains(null))
        {
            throw new FormatException("is no list of pages");
        }

        var found = entries.Take(PageLimit).Select(entry => Listed(list, entry!)).ToList();
        return entries.Count > PageLimit ? Listing.Of(found, isComplete: false, "the list has more than 1,000 pages") : Listing.Of(found, given.Complete);
    }

    private ListedDocument Listed(Uri list, PageEntry page)
    {
        var path = page.Path ?? page.Url ?? "";
        return page.Text is { } text
            ? new ListedDocument(path, _ => Task.FromResult(DocumentReader.IsTooLong(text) ? throw new FormatException("is longer than 1 MiB") : new RawDocument(text, DocumentReader.FormatOf(path))))
            : new ListedDocument(path, cancellationToken => FetchAsync(list, page.Url, path, cancellationToken));
    }

    private async Task<RawDocument> FetchAsync(Uri list, string? url, string path, CancellationToken cancellationToken)
    {
        if (url is null || !Uri.TryCreate(list, url, out var relative) || pages.ProblemOf(relative.AbsoluteUri, out var address).Length > 0)
        {
            throw new FormatException("has an address that may not be read");
        }

        return Document(path, await pages.ReadAsync(address, DocumentReader.SizeLimit, cancellationToken).ConfigureAwait(false));
    }

    private static RawDocument Document(string path, Page page) =>
        new(DocumentReader.Decode(page.Bytes), page.ContentType == "text/html" ? DocumentFormat.Html : DocumentReader.FormatOf(path));

    private sealed record PageList(bool Complete, List<PageEntry?>? Pages);

    private sealed record PageEntry(string? Path, string? Url, string? Text);
}
