using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Runs call credentials in order and collects the metadata that they add.</summary>
internal sealed class CallCredentialsRun : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    /// <summary>Null when there is nothing to add.</summary>
    public static async Task<Metadata?> CollectAsync(GrpcChannel channel, CallCredentials? own, IMethod method, CancellationToken cancellationToken)
    {
        var ofChannel = channel.Security.CallCredentials;
        if (ofChannel.Count == 0 && own is null)
        {
            return null;
        }

        if (!channel.Security.IsSecure && !channel.Options.UnsafeUseInsecureChannelCallCredentials)
        {
            Log.CredentialsLeftOut(channel.Logger, method.FullName);
            return null;
        }

        var run = new CallCredentialsRun();
        foreach (var credentials in ofChannel)
        {
            credentials.InternalPopulateConfiguration(run, null);
        }

        own?.InternalPopulateConfiguration(run, null);
        var context = new AuthInterceptorContext(
            $"{channel.Address.Scheme}://{channel.Address.Authority}/{method.ServiceName}", method.Name, cancellationToken);
        var metadata = new Metadata();
        foreach (var interceptor in run._interceptors)
        {
            await interceptor(context, metadata).ConfigureAwait(false);
        }

        return metadata;
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var part in credentials)
        {
            part.InternalPopulateConfiguration(this, state);
        }
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => _interceptors.Add(interceptor);
}
