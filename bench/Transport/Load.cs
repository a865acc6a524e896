using System.Diagnostics;

namespace AiDesk.Bench.Transport;

/// <summary>Closed loops over one connection: as many calls or messages are in flight at any time as told.</summary>
internal static class Load
{
    /// <summary>Unary calls per second, with the number of calls made.</summary>
    public static (double PerSecond, long Calls) Unary(int port, string path, ReadOnlySpan<byte> frame, int inFlight, TimeSpan duration)
    {
        using var connection = new Http2Connection(port, path);
        for (var i = 0; i < inFlight; i++)
        {
            connection.OpenStream(frame, end: true);
        }

        connection.Send();
        long calls = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            var (ended, _) = connection.Receive();
            calls += ended;
            for (var i = 0; i < ended; i++)
            {
                connection.OpenStream(frame, end: true);
            }

            connection.Send();
        }

        return (calls / watch.Elapsed.TotalSeconds, calls);
    }

    /// <summary>Messages per second on one stream.</summary>
    public static (double PerSecond, long Messages) Converse(int port, string path, ReadOnlySpan<byte> frame, int window, TimeSpan duration)
    {
        using var connection = new Http2Connection(port, path);
        var batch = new byte[frame.Length * window];
        for (var i = 0; i < window; i++)
        {
            frame.CopyTo(batch.AsSpan(i * frame.Length));
        }

        var stream = connection.OpenStream(batch, end: false);
        connection.Send();
        long bytes = 0;
        long answered = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            bytes += connection.Receive().DataBytes;
            var fresh = (int)((bytes / frame.Length) - answered);
            answered += fresh;
            if (fresh > 0)
            {
                connection.Data(stream, batch.AsSpan(0, fresh * frame.Length), end: false);
            }

            connection.Send();
        }

        return (answered / watch.Elapsed.TotalSeconds, answered);
    }
}
