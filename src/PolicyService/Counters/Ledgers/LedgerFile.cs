using AiDesk.Identity;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// The lines of a ledger, appended. One write a line: a process that dies leaves it whole or not at all. A disk that takes half of one is another matter: that
/// half is taken back, or a line behind it would be lost with it.
/// </summary>
/// <param name="path">Of the file.</param>
/// <param name="reached">Told <c>half</c> in the middle of each line, for tests.</param>
internal sealed class LedgerFile(string path, Action<string>? reached) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private bool _isTorn;

    /// <summary>Throws <see cref="IOException"/> when the disk does not take it: then nothing of it counts.</summary>
    public void Append(LedgerLine line)
    {
        var bytes = line.ToBytes();
        var before = _file.Length;
        try
        {
            if (_isTorn)
            {
                _file.Put("\n"u8);
                _isTorn = false;
            }

            if (reached is not null)
            {
                _file.Put(bytes.AsSpan(0, bytes.Length / 2));
                reached("half");
                bytes = bytes[(bytes.Length / 2)..];
            }

            _file.Put(bytes);
        }
        catch
        {
            TakeBack(before);
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Then it stays, and the next line begins behind a line feed.
            _isTorn = true;
        }
    }
}
