namespace AiDesk.Identity;

/// <summary>
/// Writes for which a disk that takes no more is always an <see cref="IOException"/>. Where a file would grow beyond what the process or the file system lets it,
/// <see cref="FileStream"/> throws <see cref="ArgumentOutOfRangeException"/> instead, and who is prepared for a full disk would not be for that.
/// </summary>
internal static class FileWrites
{
    public static void Put(this FileStream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw TooLarge(file, fault);
        }
    }

    public static async ValueTask PutAsync(this FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw TooLarge(file, fault);
        }
    }

    private static IOException TooLarge(FileStream file, ArgumentOutOfRangeException fault) => new($"File too large : '{file.Name}'", fault);
}
