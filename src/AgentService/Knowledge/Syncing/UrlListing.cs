using System.Net;
using System.Text.Json;
using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>
/// Reads a page, or a JSON list of pages: <c>{"complete": true, "pages": [{"path": "returns.md", "url": "…"} or {"path": "…", "text": "…"}]}</c>. Only from loopback and
/// hosts that the service's settings name; redirects are not followed, since they could lead elsewhere.
/// </summary>
internal sealed class UrlListing(IReadOnlyList<string> hosts) : IDisposable
{
    private const int PageLimit = 1000;
    private const int ListLimit = 4 * 1024 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Throws FIELD_INVALID for an address that may not be read.</summary>
    public void Check(string address, string field)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.UserInfo.Length > 0)
        {
            throw DeskException.Invalid(field, "is no http or https address");
        }

        if (!IsAllowed(uri))
        {
            throw DeskException.Invalid(field, $"is on {uri.Host}, which AIDESK_KNOWLEDGE_HOSTS does not name");
        }
    }

    public async Task<Listing> ReadAsync(string location, CancellationToken cancellationToken)
    {
        Check(location, "source.location");
        var first = await FetchAsync(new Uri(location), ListLimit, cancellationToken).ConfigureAwait(false);
        if (first.Problem.Length > 0)
        {
            return new Listing([], IsComplete: false, [$"{location} {first.Problem}"]);
        }

        return first.ContentType == "application/json"
            ? await ReadListAsync(new Uri(location), first.Bytes, cancellationToken).ConfigureAwait(false)
            : new Listing([Document(new Uri(location).AbsolutePath, first)], IsComplete: true, []);
    }

    public void Dispose() => _http.Dispose();

    private bool IsAllowed(Uri uri) => uri.IsLoopback || hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);

    private async Task<Listing> ReadListAsync(Uri list, byte[] json, CancellationToken cancellationToken)
    {
        PageList? pages;
        try
        {
            pages = JsonSerializer.Deserialize<PageList>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            pages = null;
        }

        if (pages?.Pages is not { } given)
        {
            return new Listing([], IsComplete: false, [$"{list} is no list of pages"]);
        }

        var found = new List<ListedDocument>();
        foreach (var page in given.Take(PageLimit))
        {
            found.Add(await ReadPageAsync(list, page, cancellationToken).ConfigureAwait(false));
        }

        return new Listing(found, pages.Complete && given.Count <= PageLimit, given.Count > PageLimit ? [$"{list} has more than 1,000 pages"] : []);
    }

    private async Task<ListedDocument> ReadPageAsync(Uri list, PageEntry page, CancellationToken cancellationToken)
    {
        var path = page.Path ?? page.Url ?? "";
        if (page.Text is { } text)
        {
            return text.Length > DocumentReader.SizeLimit ? new ListedDocument(path, null, DocumentFormat.Text, "is longer than 1 MiB") : new ListedDocument(path, text, DocumentReader.FormatOf(path));
        }

        if (!Uri.TryCreate(list, page.Url, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || !IsAllowed(address))
        {
            return new ListedDocument(path, null, DocumentFormat.Text, "has an address that may not be read");
        }

        return Document(path, await FetchAsync(address, DocumentReader.SizeLimit, cancellationToken).ConfigureAwait(false));
    }

    private static ListedDocument Document(string path, Fetched fetched)
    {
        var format = fetched.ContentType == "text/html" ? DocumentFormat.Html : DocumentReader.FormatOf(path);
        if (fetched.Problem.Length > 0)
        {
            return new ListedDocument(path, null, format, fetched.Problem);
        }

        try
        {
            return new ListedDocument(path, DocumentReader.Decode(fetched.Bytes), format);
        }
        catch (FormatException fault)
        {
            return new ListedDocument(path, null, format, fault.Message);
        }
    }

    private async Task<Fetched> FetchAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return new Fetched([], "", $"answered with {(int)response.StatusCode}");
            }

            using var bytes = new MemoryStream();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > limit)
                {
                    return new Fetched([], "", "is too long");
                }
            }

            return new Fetched(bytes.ToArray(), response.Content.Headers.ContentType?.MediaType ?? "", "");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Fetched([], "", "does not answer");
        }
    }

    private readonly record struct Fetched(byte[] Bytes, string ContentType, string Problem);

    private sealed record PageList(bool Complete, List<PageEntry>? Pages);

    private sealed record PageEntry(string? Path, string? Url, string? Text);
}
