using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Admin;

/// <summary>Reads records for RPCs: their page tokens are signed, and a store that does not answer is UNAVAILABLE.</summary>
internal sealed class AdminRecords(IRecordReader reader, PageTokens pages)
{
    /// <summary>A page, and the caller's token for the next.</summary>
    public async Task<(RecordPage Page, string Next)> PageAsync(RecordQuery query, string call, string token, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(query with { PageToken = pages.Read(query.Tenant, call, token) }, cancellationToken);
        return (page, pages.Create(query.Tenant, call, page.NextPageToken));
    }

    public async Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(query, cancellationToken);
        }
        catch (InvalidPageTokenException)
        {
            throw RpcErrors.PageToken();
        }
        catch (IOException)
        {
            throw RpcErrors.Unavailable("the records cannot be read now");
        }
    }
}
