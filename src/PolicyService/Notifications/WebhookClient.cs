using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Service.Notifications;

/// <summary>
/// One attempt at a webhook. An answer of 2xx acknowledges; its body is not read. Redirects are not followed, cookies not kept, proxies not used, and plain
/// http goes to loopback only, wherever its name resolves to.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const string KeyHeader = "Idempotency-Key";

    private readonly HttpClient _http;
    private readonly WebhookSignature _signature;
    private readonly TimeProvider _clock;

    public WebhookClient(WebhookSignature signature, TimeProvider clock, NotificationOptions options)
    {
        _signature = signature;
        _clock = clock;
        _http = new HttpClient(HandlerOf(options)) { Timeout = options.Timeout };
    }

    /// <summary>Null when it was acknowledged, else what was wrong, for operators. Throws only when <paramref name="cancellationToken"/> ends it.</summary>
    /// <param name="call">What is told.</param>
    /// <param name="index">Place of the entry in the policy: with the decision's id the same key at every attempt.</param>
    /// <param name="address">Where to.</param>
    /// <param name="cancellationToken">Of the service's end.</param>
    public async Task<string?> PostAsync(HeldCall call, int index, Uri address, CancellationToken cancellationToken)
    {
        var body = EscalationNotice.BodyOf(call);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("aidesk", "1"));
        request.Headers.Add(KeyHeader, FormattableString.Invariant($"{call.DecisionId}:{index}"));
        foreach (var (name, value) in _signature.HeadersFor(call.Tenant, body, _clock.GetUtcNow()))
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : FormattableString.Invariant($"answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "did not answer in time";
        }
        catch (HttpRequestException fault)
        {
            return fault.HttpRequestError == HttpRequestError.Unknown ? fault.Message : fault.HttpRequestError.ToString();
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Whether the peer that an address led to may be sent anything: without TLS only loopback, whatever the address' name resolved to.</summary>
    internal static bool MayCarry(Uri? address, EndPoint? peer) =>
        address?.Scheme == Uri.UriSchemeHttps || (peer is IPEndPoint { Address: var end } && IPAddress.IsLoopback(end));

    private static SocketsHttpHandler HandlerOf(NotificationOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.Timeout,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return MayCarry(context.InitialRequestMessage.RequestUri, socket.RemoteEndPoint)
                ? new NetworkStream(socket, ownsSocket: true)
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "plain http is for loopback only");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
