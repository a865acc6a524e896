using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What a channel's credentials mean: whether TLS is used, and which credentials go with every call.</summary>
internal sealed class ChannelSecurity : ChannelCredentialsConfiguratorBase
{
    private readonly List<CallCredentials> _calls = [];

    private ChannelSecurity(bool isSecure) => IsSecure = isSecure;

    public bool IsSecure { get; private set; }

    public IReadOnlyList<CallCredentials> CallCredentials => _calls;

    public static ChannelSecurity Of(Uri address, ChannelCredentials? credentials)
    {
        var isHttps = string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        if (!isHttps && !string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The address '{address}' is neither http nor https.", nameof(address));
        }

        var security = new ChannelSecurity(isHttps);
        credentials?.InternalPopulateConfiguration(security, null);
        return security.IsSecure == isHttps
            ? security
            : throw new InvalidOperationException($"The address '{address}' and the channel's credentials disagree about TLS.");
    }

    public override void SetInsecureCredentials(object? state) => IsSecure = false;

    public override void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        if (!string.IsNullOrEmpty(rootCertificates) || keyCertificatePair is not null || verifyPeerCallback is not null)
        {
            throw new InvalidOperationException("Certificates are set on the channel's HttpHandler, not on SslCredentials.");
        }

        IsSecure = true;
    }

    public override void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, null);
        _calls.Add(callCredentials);
    }
}
