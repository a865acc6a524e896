namespace Grpc.Core;

/// <summary>Flags for a write, see <see cref="WriteOptions"/>.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer for the next ones.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not compressed, even when the stream is.</summary>
    NoCompress = 0x2,
}

/// <summary>Options for the next messages that are written.</summary>
public class WriteOptions
{
    public static readonly WriteOptions Default = new();

    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    public WriteFlags Flags { get; }
}
