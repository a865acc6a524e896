using System.Collections.Frozen;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>The message encodings that one side knows, by name; gzip unless options say otherwise.</summary>
internal sealed class MessageEncodings
{
    public static readonly IReadOnlyList<ICompressionProvider> DefaultProviders = [new GzipCompressionProvider(CompressionLevel.Fastest)];

    private readonly FrozenDictionary<string, ICompressionProvider> _providers;

    public MessageEncodings(IEnumerable<ICompressionProvider> providers)
    {
        var byName = new Dictionary<string, ICompressionProvider>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            byName.TryAdd(provider.EncodingName, provider);
        }

        _providers = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Accepted = string.Join(',', byName.Keys.Prepend(GrpcProtocol.Identity));
    }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string Accepted { get; }

    /// <summary>Null for identity and for no encoding; false when the name is not known.</summary>
    public bool TryGet(string? name, out ICompressionProvider? provider)
    {
        provider = null;
        return string.IsNullOrEmpty(name) || name == GrpcProtocol.Identity || _providers.TryGetValue(name, out provider);
    }
}
