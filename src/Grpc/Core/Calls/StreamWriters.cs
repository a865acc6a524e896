namespace Grpc.Core;

/// <summary>Writes messages to a stream, one at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message; the next one may be written when the task has ended.</summary>
    Task WriteAsync(T message);

    /// <summary>A writer that cannot cancel its writes refuses a token that could ask for it.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
        => cancellationToken.CanBeCanceled
            ? throw new NotSupportedException("Cancellation of stream writes is not supported by this writer.")
#pragma warning disable MA0040, CA2016 // the token cannot be cancelled, and the overload with a token is this one
            : WriteAsync(message);
#pragma warning restore MA0040, CA2016
}

/// <summary>The server's side of a stream of responses.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

/// <summary>The client's side of a stream of requests.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more requests follow.</summary>
    Task CompleteAsync();
}
