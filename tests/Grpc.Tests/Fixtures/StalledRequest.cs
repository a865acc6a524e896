using System.Net;
using Grpc.Wire;

namespace AiDesk.Tests.Fixtures;

/// <summary>A request whose body begins and then rests for as long as the test lives.</summary>
internal sealed class StalledRequest(string address, string path, byte[] begin) : IDisposable
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string?> StatusAsync(HttpMessageInvoker http)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var request = new HttpRequestMessage(HttpMethod.Post, address + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Body(begin, _end.Task),
        };
        using var response = await http.SendAsync(request, timeout.Token);
        await response.Content.ReadAsByteArrayAsync(timeout.Token);
        var headers = response.Headers.Contains(GrpcProtocol.StatusHeader) ? response.Headers : response.TrailingHeaders;
        return headers.TryGetValues(GrpcProtocol.StatusHeader, out var values) ? string.Concat(values) : null;
    }

    public void Dispose() => _end.TrySetResult();

    private sealed class Body : HttpContent
    {
        private readonly byte[] _begin;
        private readonly Task _end;

        public Body(byte[] begin, Task end)
        {
            _begin = begin;
            _end = end;
            Headers.TryAddWithoutValidation("Content-Type", GrpcProtocol.ContentType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_begin);
            await stream.FlushAsync();
            await _end;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
