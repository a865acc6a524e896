namespace AiDesk.Interop.Client;

/// <summary>Notes the encoding of each response on its way to the channel, which hides it.</summary>
internal sealed class SeenEncodings() : DelegatingHandler(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
{
    public string Last { get; private set; } = string.Empty;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Last = response.Headers.NonValidated.TryGetValues("grpc-encoding", out var values) ? values.ToString() : string.Empty;
        return response;
    }
}
