namespace AiDesk.Policy.Service.Records;

/// <summary>Where lines go. Called by one writer at a time; a call that throws <see cref="IOException"/> has written nothing of its batch and is repeated.</summary>
internal interface IRecordSink : IAsyncDisposable
{
    /// <summary>Appends whole lines, each ending in a line feed.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);
}
