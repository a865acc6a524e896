using Grpc.Core;

namespace Grpc.Server;

/// <summary>Applies a server call's deadline and cancellation to the client calls that it makes.</summary>
internal sealed class ServerCallPropagation(ContextPropagationOptions options, DateTime deadline, CancellationToken cancellation)
    : ContextPropagationToken
{
    internal override DateTime? Deadline => options.IsPropagateDeadline && deadline != DateTime.MaxValue ? deadline : null;

    internal override CancellationToken Cancellation => options.IsPropagateCancellation ? cancellation : CancellationToken.None;
}
