using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>One call at a time over one socket.</summary>
internal sealed class TestConnection : IScriptConnection
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private TestConnection(TcpClient client)
    {
        _client = client;
        _stream = new BufferedStream(client.GetStream(), 65_536);
    }

    public ScriptConnectionState State => ScriptConnectionState.Up;

    public static async Task<TestConnection> OpenAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        return new TestConnection(client);
    }

    public async ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (reply, error) = await SendAsync(call, "EVALSHA", call.Script.Sha1);
            if (error is not null && error.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                (reply, error) = await SendAsync(call, "EVAL", call.Script.Text);
            }

            return error is null ? reply! : throw new ScriptFaultException(call.Script.Name, error);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            throw new StoreUnavailableException(UnavailableReason.Disconnected, "gone", fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<(byte[]? Reply, string? Error)> SendAsync(ScriptCall call, string command, byte[] script)
    {
        Write($"*{call.Count + 3}\r\n");
        Write(Encoding.ASCII.GetBytes(command));
        Write(script);
        Write(Encoding.ASCII.GetBytes(call.KeyCount.ToString(CultureInfo.InvariantCulture)));
        for (var index = 0; index < call.Count; index++)
        {
            Write(call[index]);
        }

        await _stream.FlushAsync();
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                break;
            }

            line.Append((char)one[0]);
        }

        if (line[0] != '$')
        {
            return (null, line.ToString(1, line.Length - 2));
        }

        var bytes = new byte[int.Parse(line.ToString(1, line.Length - 2), CultureInfo.InvariantCulture) + 2];
        await _stream.ReadExactlyAsync(bytes);
        return (bytes[..^2], null);
    }

    private void Write(string text) => _stream.Write(Encoding.ASCII.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bulk)
    {
        Write($"${bulk.Length}\r\n");
        _stream.Write(bulk);
        Write("\r\n");
    }
}
